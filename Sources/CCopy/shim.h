#pragma once
#include <sys/types.h>

// Of Linux and glibc 2.27; unistd.h shows it to GNU programs only, of which Swift is none.
ssize_t copy_file_range(int source, loff_t *source_offset, int target, loff_t *target_offset, size_t count,
                        unsigned int flags);
