#include "tests/bench/bench_report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <thread>
#include <unistd.h>
#include <utility>

namespace segue::bench {

namespace {

#ifdef NDEBUG
constexpr const char* buildKind = "release";
#else
constexpr const char* buildKind = "debug";
#endif

std::string number(double value)
{
    if (!std::isfinite(value))
        return "null";
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value);
    return text;
}

std::string quoted(const std::string& text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            char escaped[8];
            std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(c));
            out += escaped;
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string padded(std::string text, size_t width, bool right)
{
    if (text.size() >= width)
        return text;
    return right ? std::string(width - text.size(), ' ') + text
                 : text + std::string(width - text.size(), ' ');
}

} // namespace

std::optional<double> Figure::ratio() const
{
    if (!reference || *reference <= 0)
        return std::nullopt;
    return value / *reference;
}

bool Figure::withinLimit() const
{
    const auto r = ratio();
    return !r || *r <= limit;
}

Report::Report(std::string name, int argc, const char* const* argv)
    : name_(std::move(name))
{
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--json")
            json_ = true;
        else if (word == "--check")
            check_ = true;
        else if (word.starts_with("--") && i + 1 < argc)
            options_.emplace_back(word.substr(2), argv[++i]);
        else
            arguments_.push_back(word);
    }
}

long Report::option(const std::string& name, long fallback) const
{
    for (const auto& [key, value] : options_) {
        if (key != name)
            continue;
        char* end = nullptr;
        const long parsed = std::strtol(value.c_str(), &end, 10);
        if (value.empty() || *end != '\0') {
            std::fprintf(stderr, "--%s needs a number, not '%s'\n", name.c_str(), value.c_str());
            std::exit(2);
        }
        return parsed;
    }
    return fallback;
}

void Report::add(std::string name, double value, std::string unit)
{
    figures_.push_back({std::move(name), value, std::move(unit), std::nullopt, {}, 1});
}

void Report::add(std::string name, double value, std::string unit, double reference,
    std::string against, double limit)
{
    figures_.push_back(
        {std::move(name), value, std::move(unit), reference, std::move(against), limit});
}

std::string Report::text() const
{
    size_t width = 8;
    for (const Figure& figure : figures_)
        width = std::max(width, figure.name.size());
    std::string out = name_ + " (" + buildKind + " build, "
        + std::to_string(std::thread::hardware_concurrency()) + " cores)\n";
    if (std::string(buildKind) != "release")
        out += "A debug build: these figures compare with nothing.\n";
    for (const Figure& figure : figures_) {
        out += "  " + padded(figure.name, width, false) + padded(number(figure.value), 12, true)
            + ' ' + padded(figure.unit, 8, false);
        if (const auto ratio = figure.ratio()) {
            out += padded(number(*ratio), 10, true) + " x " + figure.against + " ("
                + number(*figure.reference) + ' ' + figure.unit + "), limit " + number(figure.limit)
                + (figure.withinLimit() ? "" : "  OVER");
        }
        while (out.ends_with(' '))
            out.pop_back();
        out += '\n';
    }
    return out;
}

std::string Report::json() const
{
    std::string out = "{\"bench\":" + quoted(name_) + ",\"build\":\"" + buildKind
        + "\",\"cores\":" + std::to_string(std::thread::hardware_concurrency()) + ",\"figures\":[";
    for (const Figure& figure : figures_) {
        if (&figure != &figures_.front())
            out += ',';
        const auto ratio = figure.ratio();
        out += "{\"name\":" + quoted(figure.name) + ",\"value\":" + number(figure.value)
            + ",\"unit\":" + quoted(figure.unit)
            + ",\"reference\":" + (figure.reference ? number(*figure.reference) : "null")
            + ",\"against\":" + quoted(figure.against) + ",\"ratio\":"
            + (ratio ? number(*ratio) : "null") + ",\"limit\":" + number(figure.limit)
            + ",\"ok\":" + (figure.withinLimit() ? "true" : "false") + '}';
    }
    return out + "]}\n";
}

int Report::finish() const
{
    std::fputs((json_ ? json() : text()).c_str(), stdout);
    const bool ok = std::all_of(figures_.begin(), figures_.end(),
        [](const Figure& figure) { return figure.withinLimit(); });
    return check_ && !ok ? 1 : 0;
}

double medianMilliseconds(int runs, const std::function<void()>& work)
{
    std::vector<double> taken;
    for (int i = 0; i < std::max(runs, 1); ++i) {
        const Stopwatch watch;
        work();
        taken.push_back(watch.milliseconds());
    }
    return quantile(std::move(taken), .5);
}

double quantile(std::vector<double> values, double q)
{
    if (values.empty())
        return 0;
    const double rank = std::ceil(std::clamp(q, 0., 1.) * static_cast<double>(values.size()));
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(std::max(rank, 1.)) - 1;
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

double residentMebibytes()
{
    std::ifstream statm("/proc/self/statm");
    double total = 0;
    double resident = 0;
    if (!(statm >> total >> resident))
        return 0;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1024. * 1024.);
}

} // namespace segue::bench
