// SPDX-License-Identifier: Apache-2.0
// The options that `configure` and `unconfigure` share.

#ifndef HF_SRC_ACCOUNT_VERBS_CONFIG_OPTIONS_H_
#define HF_SRC_ACCOUNT_VERBS_CONFIG_OPTIONS_H_

#include "src/account/configure/config_scope.h"
#include "src/account/verbs/command_line.h"

namespace hf {

/// Binds --system, --local, --file and --endpoint of \a line to \a options.
void AddConfigOptions(CommandLine& line, ConfigOptions& options);

}  // namespace hf

#endif  // HF_SRC_ACCOUNT_VERBS_CONFIG_OPTIONS_H_
