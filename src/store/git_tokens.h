// SPDX-License-Identifier: Apache-2.0
// The tokens that git itself has stored. A repository can make git store some,
// so they have a bound of their own, and give way to a person's.

#ifndef HF_SRC_STORE_GIT_TOKENS_H_
#define HF_SRC_STORE_GIT_TOKENS_H_

#include <vector>

#include "src/configparser/ini.h"

namespace hf {

/// Writes down that git has stored \a section, one of \a sections, after all
/// its others: `stored_order`, a number that grows. The only one of git's has
/// none.
void MarkAsNewest(IniSection& section, const std::vector<IniSection>& sections);

/// Removes what git has stored from \a sections, the oldest first, until that
/// takes at most 512 KiB and all sections together at most 1 MiB. What a
/// person saved stays, however much it is. False when there was room.
bool MakeRoom(std::vector<IniSection>& sections);

}  // namespace hf

#endif  // HF_SRC_STORE_GIT_TOKENS_H_
