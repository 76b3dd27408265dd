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

// Else a compiler that does not optimise calls functions of std::allocator in
// the C++ library, which the helper is not linked with.
#undef _GLIBCXX_EXTERN_TEMPLATE
#define _GLIBCXX_EXTERN_TEMPLATE 0

// Functions for threads that musl does not have. The helper has no threads.
#undef _GLIBCXX_USE_PTHREAD_COND_CLOCKWAIT
#undef _GLIBCXX_USE_PTHREAD_MUTEX_CLOCKLOCK
#undef _GLIBCXX_USE_PTHREAD_RWLOCK_CLOCKLOCK

// The bits of std::ctype, which the helper does not use: what a character is
// must not depend on a locale. So their values do not matter.
enum {
  _ISupper,
  _ISlower,
  _ISalpha,
  _ISdigit,
  _ISxdigit,
  _ISspace,
  _ISprint,
  _ISgraph,
  _ISblank,
  _IScntrl,
  _ISpunct,
  _ISalnum
};

// NOLINTEND(bugprone-reserved-identifier)

#endif  // HF_SRC_RUNTIME_LIBSTDCXX_H_
