#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace segue::bench {

/// One measured quantity; smaller is better. `reference` has the same unit: a budget, or what the
/// bare work costs without Segue, named by `against`. Without a reference there is no ratio.
struct Figure {
    std::string name;
    double value = 0;
    std::string unit;
    std::optional<double> reference;
    std::string against;
    double limit = 1; ///< the largest ratio that is within the budget

    /// value / reference, where there is a reference above 0.
    std::optional<double> ratio() const;
    /// False only when there is a ratio and it exceeds `limit`.
    bool withinLimit() const;
};

/// Collects figures and prints them: a table, or with --json one JSON document
/// {"bench", "build", "cores", "figures": [{name, value, unit, reference, against, ratio, limit,
/// ok}]}. Options: --json, --check (exit code 1 when a figure exceeds its limit), --NAME VALUE for
/// `option()`. Anything else is an argument (a folder, say). For one thread.
class Report {
public:
    Report(std::string name, int argc, const char* const* argv);

    /// The value of --NAME, else `fallback`. A value that is no number ends the program (code 2).
    long option(const std::string& name, long fallback) const;
    const std::vector<std::string>& arguments() const { return arguments_; }

    void add(std::string name, double value, std::string unit);
    /// A figure held against `reference` (same unit), allowed up to `limit` times that.
    void add(std::string name, double value, std::string unit, double reference,
        std::string against, double limit = 1);

    std::string text() const;
    std::string json() const;
    /// Prints to stdout and returns the exit code for main().
    int finish() const;

private:
    std::string name_;
    bool json_ = false;
    bool check_ = false;
    std::vector<std::pair<std::string, std::string>> options_;
    std::vector<std::string> arguments_;
    std::vector<Figure> figures_;
};

class Stopwatch {
public:
    double seconds() const
    {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }
    double milliseconds() const { return seconds() * 1e3; }
    void restart() { start_ = std::chrono::steady_clock::now(); }

private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// Runs `work` `runs` times (at least once) and returns the median of the milliseconds.
double medianMilliseconds(int runs, const std::function<void()>& work);

/// The q-quantile (0..1, nearest rank) of `values`; 0 when there are none.
double quantile(std::vector<double> values, double q);

/// Resident memory of this process in MiB (Linux), 0 when it cannot be read.
double residentMebibytes();

} // namespace segue::bench
