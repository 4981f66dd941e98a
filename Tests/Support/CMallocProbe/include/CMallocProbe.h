#pragma once

/// Whether allocations are counted: with glibc and without a sanitiser that has an allocator of its own.
int malloc_probe_is_active(void);

/// How many blocks this thread has allocated so far, by malloc, calloc, realloc and the aligned variants.
unsigned long malloc_probe_count(void);

/// How many bytes this thread has asked for so far, freed or not.
unsigned long malloc_probe_bytes(void);
