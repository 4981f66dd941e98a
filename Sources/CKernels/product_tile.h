// The micro-kernel: a tile of C = init + A B is summed in registers, TILE_VECTORS vectors wide at most and of TILE_SUMS
// vectors at most, so that multiply-adds, of which two start in every cycle, wait neither for each other nor for loads.
// Included by product_body.h.

#if VECTOR_BYTES == 64  // of 32 registers: 3 for B, 1 for A
#define TILE_VECTORS 3
#define TILE_SUMS 24
#elif VECTOR_BYTES == 32  // of 16 registers: 2 for B, 1 for A; 4 x 3 would use them all, and the compiler spills
#define TILE_VECTORS 2
#define TILE_SUMS 12
#elif defined(__aarch64__)  // of 32 registers
#define TILE_VECTORS 2
#define TILE_SUMS 24
#else  // of 16 registers; without fused multiply-adds, products need some too
#define TILE_VECTORS 2
#define TILE_SUMS 8
#endif

typedef T VARIANT(vector) __attribute__((vector_size(LANES * sizeof(T))));
typedef T VARIANT(unaligned) __attribute__((vector_size(LANES * sizeof(T)), aligned(__alignof__(T)), may_alias));

/// Some vectors of columns over all rows of C. The distance from row to row of A is a_row, from column to column
/// a_depth, so A may be read transposed. The last vector starts at column b_last of B and c_last of C and `init`: if
/// the width of C is no multiple of a vector's, it overlaps the vector before it, and computes the same bits again.
struct VARIANT(strip) {
  size_t depth;
  const T *a;
  size_t a_row, a_depth;
  const T *b;
  size_t b_row, b_last;
  const T *init;
  size_t init_row;
  T *c;
  size_t c_row, c_last;
};

#define UNROLL _Pragma("GCC unroll 16")
#define EACH_ROW UNROLL for (size_t r = 0; r < rows; r++)
#define EACH_VECTOR UNROLL for (size_t v = 0; v < vectors; v++)
#define EACH_FOUR_ROWS UNROLL for (size_t q = 0; 4 * q < rows; q++)

// All of `init` is loaded before C is stored, so that they may be the same matrix in spite of the overlap.
static inline __attribute__((always_inline)) TARGET void VARIANT(tile)(
    const size_t rows, const size_t vectors, const struct VARIANT(strip) s, size_t first) {
  VARIANT(vector) sum[GROK_MAXIMUM_TILE_ROWS][TILE_VECTORS], right[TILE_VECTORS];
  EACH_ROW EACH_VECTOR {
    const T *init = s.init + (first + r) * s.init_row + (v + 1 < vectors ? v * LANES : s.c_last);
    sum[r][v] = *(const VARIANT(unaligned) *)init;
  }

  // One pointer for every four rows, and the same three distances from each. The empty assembly hides how the pointers
  // move: else the optimiser would step from row to row, by additions of which each waits for the one before.
  const T *b = s.b, *a[GROK_MAXIMUM_TILE_ROWS / 4];
  const size_t distance[4] = {0, s.a_row, 2 * s.a_row, 3 * s.a_row};
  EACH_FOUR_ROWS a[q] = s.a + (first + 4 * q) * s.a_row;
  for (size_t k = 0; k < s.depth; k++, b += s.b_row) {
    EACH_VECTOR right[v] = *(const VARIANT(unaligned) *)(b + (v + 1 < vectors ? v * LANES : s.b_last));
    EACH_ROW {
      const T left = a[r / 4][distance[r % 4]];
      EACH_VECTOR sum[r][v] += left * right[v];
    }
    EACH_FOUR_ROWS {
      a[q] += s.a_depth;
      __asm__("" : "+r"(a[q]));
    }
  }

  EACH_ROW EACH_VECTOR {
    T *c = s.c + (first + r) * s.c_row + (v + 1 < vectors ? v * LANES : s.c_last);
    *(VARIANT(unaligned) *)c = sum[r][v];
  }
}

// Rows are split evenly: a short last tile would have too few sums to hide the latency of a multiply-add.
static TARGET void VARIANT(run_strip)(size_t rows, size_t vectors, const struct VARIANT(strip) *strip) {
  const struct VARIANT(strip) s = *strip;
  size_t most = TILE_SUMS / vectors;
  if (most > GROK_MAXIMUM_TILE_ROWS) most = GROK_MAXIMUM_TILE_ROWS;
  const size_t tiles = (rows + most - 1) / most;
  for (size_t t = 0, first = 0; t < tiles; t++) {
    const size_t tile_rows = rows / tiles + (t < rows % tiles);
    switch (vectors * 16 + tile_rows) {
#define GROK_TILE(r, v)                                                                                                \
  case (v) * 16 + (r):                                                                                                 \
    if ((r) * (v) <= TILE_SUMS && (v) <= TILE_VECTORS) VARIANT(tile)(r, v, s, first);                                  \
    break;
#define GROK_TILES(v)                                                                                                  \
  GROK_TILE(1, v) GROK_TILE(2, v) GROK_TILE(3, v) GROK_TILE(4, v) GROK_TILE(5, v) GROK_TILE(6, v)                      \
  GROK_TILE(7, v) GROK_TILE(8, v) GROK_TILE(9, v) GROK_TILE(10, v) GROK_TILE(11, v) GROK_TILE(12, v)
      GROK_TILES(1) GROK_TILES(2) GROK_TILES(3)
    }
    first += tile_rows;
  }
}

#undef GROK_TILES
#undef GROK_TILE
#undef EACH_FOUR_ROWS
#undef EACH_VECTOR
#undef EACH_ROW
#undef UNROLL
