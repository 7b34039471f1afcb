#pragma once

// Headers that nearly every file of the program includes; CLI11 alone costs more than most of them.
#include <CLI/CLI.hpp>

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>
