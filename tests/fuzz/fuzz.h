// SPDX-License-Identifier: Apache-2.0
// What the fuzz targets share: a property that does not hold ends the program.

#ifndef HF_TESTS_FUZZ_FUZZ_H_
#define HF_TESTS_FUZZ_FUZZ_H_

#include <stdio.h>
#include <stdlib.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hf {

/// The bytes that libFuzzer made up.
inline std::string_view TextOf(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

inline void Require(bool holds, const char* property) {
  if (holds) return;
  fprintf(stderr, "does not hold: %s\n", property);
  abort();
}

}  // namespace hf

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size);

#endif  // HF_TESTS_FUZZ_FUZZ_H_
