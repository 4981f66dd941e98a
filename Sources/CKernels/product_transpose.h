// Transposition, by blocks of 4 columns and as many rows as a vector has lanes (but 4 at least): group g of four lanes
// of register i holds four elements of row 4 g + i, and transposing 4 x 4 elements in all groups at once gives columns.
// Included by product_body.h.

#define BLOCK (LANES < 4 ? 4 : LANES)
typedef T VARIANT(block) __attribute__((vector_size(BLOCK * sizeof(T))));
typedef T VARIANT(unaligned_block) __attribute__((vector_size(BLOCK * sizeof(T)), aligned(__alignof__(T)), may_alias));
typedef T VARIANT(quad) __attribute__((vector_size(4 * sizeof(T)), aligned(__alignof__(T)), may_alias));

// The elements of group g of a shuffle: alternating, or in pairs, from the first or second half of both operands.
#define LANE(g, half) (4 * (g) + (half))
#define ALTERNATE(g, half) LANE(g, half), LANE(g, half) + BLOCK, LANE(g, half) + 1, LANE(g, half) + 1 + BLOCK
#define PAIR(g, half) LANE(g, half), LANE(g, half) + 1, LANE(g, half) + BLOCK, LANE(g, half) + 1 + BLOCK
#if LANES == 16
#define SHUFFLE(a, b, of, half) __builtin_shufflevector(a, b, of(0, half), of(1, half), of(2, half), of(3, half))
#elif LANES == 8
#define SHUFFLE(a, b, of, half) __builtin_shufflevector(a, b, of(0, half), of(1, half))
#else
#define SHUFFLE(a, b, of, half) __builtin_shufflevector(a, b, of(0, half))
#endif

// target[c, r] = source[r, c].
static TARGET void VARIANT(transpose)(
    size_t rows, size_t columns, const T *source, size_t source_row, T *target, size_t target_row) {
  for (; rows >= BLOCK; rows -= BLOCK, source += BLOCK * source_row, target += BLOCK) {
    size_t c = 0;
    for (; c + 4 <= columns; c += 4) {
      VARIANT(block) row[4], upper[2], lower[2], column[4];
      _Pragma("GCC unroll 16") for (size_t i = 0; i < BLOCK; i++) {
        VARIANT(quad) *group = (VARIANT(quad) *)&row[i % 4] + i / 4;
        *group = *(const VARIANT(quad) *)(source + i * source_row + c);
      }
      upper[0] = SHUFFLE(row[0], row[1], ALTERNATE, 0);
      upper[1] = SHUFFLE(row[0], row[1], ALTERNATE, 2);
      lower[0] = SHUFFLE(row[2], row[3], ALTERNATE, 0);
      lower[1] = SHUFFLE(row[2], row[3], ALTERNATE, 2);
      column[0] = SHUFFLE(upper[0], lower[0], PAIR, 0);
      column[1] = SHUFFLE(upper[0], lower[0], PAIR, 2);
      column[2] = SHUFFLE(upper[1], lower[1], PAIR, 0);
      column[3] = SHUFFLE(upper[1], lower[1], PAIR, 2);
      _Pragma("GCC unroll 4") for (size_t i = 0; i < 4; i++)
        *(VARIANT(unaligned_block) *)(target + (c + i) * target_row) = column[i];
    }
    for (; c < columns; c++)
      for (size_t r = 0; r < BLOCK; r++) target[c * target_row + r] = source[r * source_row + c];
  }
  for (size_t r = 0; r < rows; r++)
    for (size_t c = 0; c < columns; c++) target[c * target_row + r] = source[r * source_row + c];
}

#undef SHUFFLE
#undef PAIR
#undef ALTERNATE
#undef LANE
#undef BLOCK
