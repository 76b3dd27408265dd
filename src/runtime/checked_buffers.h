// SPDX-License-Identifier: Apache-2.0
// Functions of the C library that end the program in place of writing beyond a
// buffer, where the compiler knows its size. glibc has them (_FORTIFY_SOURCE),
// musl has not. All files of the helper include this one
// (src/runtime/musl.cmake).

#ifndef HF_SRC_RUNTIME_CHECKED_BUFFERS_H_
#define HF_SRC_RUNTIME_CHECKED_BUFFERS_H_

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef __has_builtin
#if __has_builtin(__builtin_dynamic_object_size)
#define HF_SPACE(to) __builtin_dynamic_object_size(to, 0)
#endif
#endif
#ifndef HF_SPACE
#define HF_SPACE(to) __builtin_object_size(to, 0)
#endif

// Such a function takes the place of the library's, and calls it.
#define HF_CHECKED \
  extern inline __attribute__((__always_inline__, __gnu_inline__))

extern "C" {

/// Says that a buffer is too small, and ends the program with SIGABRT.
[[noreturn]] void hf_buffer_too_small();

ssize_t hf_read(int, void*, size_t) __asm__("read");
ssize_t hf_pread(int, void*, size_t, off_t) __asm__("pread");
ssize_t hf_readlink(const char*, char*, size_t) __asm__("readlink");
char* hf_realpath(const char*, char*) __asm__("realpath");
void hf_explicit_bzero(void*, size_t) __asm__("explicit_bzero");

HF_CHECKED ssize_t read(int file, void* to, size_t size) {
  if (size > HF_SPACE(to)) hf_buffer_too_small();
  return hf_read(file, to, size);
}

HF_CHECKED ssize_t pread(int file, void* to, size_t size, off_t offset) {
  if (size > HF_SPACE(to)) hf_buffer_too_small();
  return hf_pread(file, to, size, offset);
}

HF_CHECKED ssize_t readlink(const char* path, char* to, size_t size) {
  if (size > HF_SPACE(to)) hf_buffer_too_small();
  return hf_readlink(path, to, size);
}

HF_CHECKED char* realpath(const char* path, char* to) {
  if (to && PATH_MAX > HF_SPACE(to)) hf_buffer_too_small();
  return hf_realpath(path, to);
}

HF_CHECKED void explicit_bzero(void* to, size_t size) {
  if (size > HF_SPACE(to)) hf_buffer_too_small();
  hf_explicit_bzero(to, size);
}

HF_CHECKED void* memset(void* to, int byte, size_t size) {
  if (size > HF_SPACE(to)) hf_buffer_too_small();
  return __builtin_memset(to, byte, size);
}

HF_CHECKED void* memmove(void* to, const void* from, size_t size) {
  if (size > HF_SPACE(to)) hf_buffer_too_small();
  return __builtin_memmove(to, from, size);
}

HF_CHECKED void* memcpy(void* to, const void* from, size_t size) {
  if (size > HF_SPACE(to)) hf_buffer_too_small();
  return __builtin_memcpy(to, from, size);
}

}  // extern "C"

#endif  // HF_SRC_RUNTIME_CHECKED_BUFFERS_H_
