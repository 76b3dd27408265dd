// SPDX-License-Identifier: Apache-2.0
// The operations of the keyring program: for the other programs of
// git-credential-hf, and for a user who looks for the cause of a problem.
// src/protocol/keyring_program.h names the fields of the records.

#ifndef HF_SRC_KEYRING_OPERATIONS_H_
#define HF_SRC_KEYRING_OPERATIONS_H_

#include <string_view>

#include "hf/result.h"
#include "src/keyring/keyring.h"
#include "src/text/record.h"

namespace hf {

struct KeyringOperation {
  std::string_view name;
  bool reads_a_record;
  std::string_view summary;
  /// Adds its answer to \a answer. Fails with kNoSuchToken when there is no
  /// such item.
  Result<void> (*run)(const Keyring& keyring, const Record& request,
                      RecordWriter& answer);
};

/// The operation called \a name, or null.
const KeyringOperation* FindKeyringOperation(std::string_view name);

/// The help of this program.
std::string KeyringUsage();

}  // namespace hf

#endif  // HF_SRC_KEYRING_OPERATIONS_H_
