// SPDX-License-Identifier: Apache-2.0
// The names that the headers of GNU's C++ library expect in the C library, when
// that is musl. Distributions set those headers up for glibc. All files of the
// helper include this one first (src/runtime/musl.cmake).

#ifndef HF_SRC_RUNTIME_LIBSTDCXX_H_
#define HF_SRC_RUNTIME_LIBSTDCXX_H_

#include <features.h>

// NOLINTBEGIN(bugprone-reserved-identifier)

#define __GLIBC_PREREQ(major, minor) 0
#define __locale_t locale_t

#include <bits/c++config.h>

// Functions for threads that musl does not have. The helper has no threads.
#undef _GLIBCXX_USE_PTHREAD_COND_CLOCKWAIT
#undef _GLIBCXX_USE_PTHREAD_MUTEX_CLOCKLOCK
#undef _GLIBCXX_USE_PTHREAD_RWLOCK_CLOCKLOCK

// The bits of std::ctype, which the helper does not use: what a character is
// must not depend on a locale.
enum {
  _ISupper = 1 << 0,
  _ISlower = 1 << 1,
  _ISalpha = 1 << 2,
  _ISdigit = 1 << 3,
  _ISxdigit = 1 << 4,
  _ISspace = 1 << 5,
  _ISprint = 1 << 6,
  _ISgraph = 1 << 7,
  _ISblank = 1 << 8,
  _IScntrl = 1 << 9,
  _ISpunct = 1 << 10,
  _ISalnum = 1 << 11,
};

// NOLINTEND(bugprone-reserved-identifier)

#endif  // HF_SRC_RUNTIME_LIBSTDCXX_H_
