// SPDX-License-Identifier: Apache-2.0
// Times as people read them.

#ifndef HF_SRC_ACCOUNT_TERMINAL_DATES_H_
#define HF_SRC_ACCOUNT_TERMINAL_DATES_H_

#include <cstdint>
#include <string>

namespace hf {

/// The day of \a seconds (Unix time) here, as 2026-11-24; "?" when there is no
/// such day.
std::string LocalDate(std::int64_t seconds);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TERMINAL_DATES_H_
