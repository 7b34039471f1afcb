#pragma once

#include "core/recommend/model/evaluate.h"

#include <QByteArray>

namespace segue::app {

/// {"methods": [{"method", "n", "hr20", …}, …], "compared": […], …} of `segue evaluate`. Shares are
/// 0..1; figures without a trial are 0 with "n": 0.
QByteArray evaluationAsJson(const reco::Evaluation& evaluation);

/// The same as tables and sentences. `columns` 0: as wide as needed.
QByteArray evaluationAsText(const reco::Evaluation& evaluation, int columns);

} // namespace segue::app
