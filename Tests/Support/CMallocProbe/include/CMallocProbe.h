#pragma once

/// Whether allocations are counted: with glibc and without a sanitiser that has an allocator of its own.
int malloc_probe_is_active(void);

/// How many blocks this thread has allocated so far, by malloc, calloc, realloc and the aligned variants.
unsigned long malloc_probe_count(void);
