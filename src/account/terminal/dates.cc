// SPDX-License-Identifier: Apache-2.0
#include "src/account/terminal/dates.h"

#include <time.h>

namespace hf {

std::string LocalDate(std::int64_t seconds) {
  const auto moment = static_cast<time_t>(seconds);
  struct tm parts;
  char date[32];
  if (!localtime_r(&moment, &parts) ||
      strftime(date, sizeof date, "%Y-%m-%d", &parts) == 0) {
    return "?";
  }
  return date;
}

}  // namespace hf
