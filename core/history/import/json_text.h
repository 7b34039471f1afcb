#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QJsonValue>

#include <functional>
#include <string>
#include <string_view>

namespace segue {

/// A string of JSON as UTF-8, a whole number as its digits; empty for all else.
std::string textOf(const QJsonValue& value);

/// Calls `use` for each object of a JSON array (UTF-8) until it returns false; other values in it
/// count as empty ones.
/// Objects are read one by one, so that 1 GB of them needs the memory of one. Errors say where the
/// text breaks off or is damaged, behind the file's name; what came before was used.
Result<void> forEachObject(
    std::string_view json, const std::function<bool(const QJsonObject&)>& use);

} // namespace segue
