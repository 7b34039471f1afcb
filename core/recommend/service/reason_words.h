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

/// A whole number in the user's language.
QString count(double n);
/// Empty for -1.
QString artistName(const PageContext& page, std::int32_t artist);
LessOf aboutTrack(const PageContext& page, Item item);
/// The title of the first, in quotes; empty for none.
QString quoted(const PageContext& page, const std::vector<Item>& items);

// One function a kind of reason: every sentence that is true of the item on the card, the plainest
// first.

void heardTexts(const PageContext& page, const Card& card, Item item, Term term, Texts& texts);
/// Habits that are about the card's own track, or its album.
void habitTexts(const PageContext& page, Item item, Term term, Texts& texts);
void contextTexts(const reco::Evidence& evidence, Texts& texts);
/// `name`: of what was heard together or before.
void togetherTexts(Term term, const QString& name, double times, Texts& texts);
void albumTexts(const PageContext& page, const Card& card, Item item,
    const reco::Evidence& evidence, Texts& texts);
void artistTexts(const PageContext& page, Item item, const reco::Evidence& evidence, Texts& texts);
void stayingTexts(const PageContext& page, const reco::Evidence& evidence, Term term, Texts& texts);
void ratingTexts(const PageContext& page, const Card& card, Item item,
    const reco::Evidence& evidence, Texts& texts);
void friendTexts(const PageContext& page, const Card& card, Item item, Texts& texts);
/// Of listeners who are no friends by name: those of this data folder, and those of packs.
void othersTexts(const PageContext& page, Item item, Term term, Texts& texts);
void modeTexts(const PageContext& page, Item item, Texts& texts);
/// What connects two tracks in content: the parts of the similarity that add most, the heaviest
/// first; never one that the sum does not lean on.
void contentTexts(const PageContext& page, Item item, Item near, Texts& texts);

} // namespace segue
