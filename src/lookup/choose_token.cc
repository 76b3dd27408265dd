// SPDX-License-Identifier: Apache-2.0
#include "src/lookup/choose_token.h"

#include <string>

#include "src/lookup/token_source.h"
#include "src/lookup/token_sources.h"
#include "src/text/message.h"
#include "src/text/trace.h"

namespace hf {

Result<std::optional<TokenChoice>> ChooseToken(const Environment& environment,
                                               const TokenRequest& request,
                                               Notices& notices) {
  const Trace trace(environment);
  TokenSources sources(environment, request);
  for (const TokenSource source : kTokenSources) {
    Finding finding = sources.Ask(source);
    if (!finding.notice.empty()) notices.push_back({finding.notice});
    const bool decides = !finding.choice.ok() || finding.choice.value();
    if (trace.is_on()) {
      trace.Say((decides ? "* " : "  ") + std::string(NameOf(source)) + ": " +
                finding.remark);
    }
    if (decides) return std::move(finding.choice);
  }
  trace.Say("there is no token for this request");
  return {std::nullopt};
}

}  // namespace hf
