// SPDX-License-Identifier: Apache-2.0
#include "src/account/verbs/config_options.h"

namespace hf {

void AddConfigOptions(CommandLine& line, ConfigOptions& options) {
  line.AddFlag("--system", options.system,
               "the file for all users of the machine");
  line.AddFlag("--local", options.local, "the file of the current repository");
  line.AddOption("--file", options.file, "this file", "FILE");
  line.AddOption("--endpoint", options.endpoints,
                 "a further Hub, e.g. https://hub.example.com", "URL");
  line.Exclude("--system", "--local");
  line.Exclude("--system", "--file");
  line.Exclude("--local", "--file");
}

}  // namespace hf
