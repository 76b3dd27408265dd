// SPDX-License-Identifier: Apache-2.0
// Dates as the user reads them.

#ifndef HF_SRC_ACCOUNT_TERMINAL_DATES_H_
#define HF_SRC_ACCOUNT_TERMINAL_DATES_H_

#include <cstdint>
#include <string>

namespace hf {

/// The date of \a seconds (Unix time) in the local time zone, for example
/// 2026-11-24; "?" when it cannot be computed.
std::string LocalDate(std::int64_t seconds);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_TERMINAL_DATES_H_
