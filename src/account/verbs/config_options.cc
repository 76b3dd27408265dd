// SPDX-License-Identifier: Apache-2.0
#include "src/account/verbs/config_options.h"

namespace hf {

void AddConfigOptions(CLI::App& app, ConfigOptions& options) {
  CLI::Option* system = app.add_flag("--system", options.system,
                                     "the file for all users of the machine");
  CLI::Option* local = app.add_flag("--local", options.local,
                                    "the file of the current repository");
  CLI::Option* file = app.add_option("--file", options.file, "this file");
  system->excludes(local)->excludes(file);
  local->excludes(file);
  app.add_option("--endpoint", options.endpoints,
                 "a further Hub, e.g. https://hub.example.com")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

}  // namespace hf
