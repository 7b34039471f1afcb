#pragma once

#include "core/recommend/service/reason_text.h"

// What the sources of reasons share; for them alone.

namespace segue {

QString words(const char* text);

/// Collects patterns with their texts; an empty name of the evidence drops the pattern.
class Texts {
public:
    explicit Texts(std::vector<Item> evidence)
        : evidence_(std::move(evidence))
    {
    }
    template <class... Args>
    void add(const char* pattern, const Args&... args)
    {
        if ((isEmpty(args) || ...))
            return;
        QString text = words(pattern);
        if constexpr (sizeof...(args) > 0)
            text = text.arg(args...); // at once: a title may hold a "%2" of its own
        list_.push_back({pattern, text, evidence_, less_});
    }
    /// What the patterns added from here on name.
    void name(LessOf less) { less_ = std::move(less); }
    std::vector<ReasonText> take() { return std::move(list_); }

private:
    static bool isEmpty(const QString& text) { return text.isEmpty(); }
    std::vector<Item> evidence_;
    LessOf less_;
    std::vector<ReasonText> list_;
};

LessOf aboutTrack(const PageContext& page, Item item);
/// The title of the first, in quotes; empty for none.
QString quoted(const PageContext& page, const std::vector<Item>& items);

/// What connects two tracks in content: the parts of the similarity that add most, the heaviest
/// first; never one that the sum does not lean on.
void contentTexts(const PageContext& page, Item item, Item near, Texts& texts);

} // namespace segue
