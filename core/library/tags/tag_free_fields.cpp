#include "core/library/tags/tag_free_fields.h"

#include <taglib/asffile.h>
#include <taglib/asftag.h>
#include <taglib/id3v2tag.h>
#include <taglib/mp4file.h>
#include <taglib/mp4tag.h>
#include <taglib/popularimeterframe.h>

#include <algorithm>
#include <array>

namespace segue::tags {

namespace {

constexpr const char* popmOwner = "Windows Media Player 9 Series";
constexpr const char* freeForm = "----:com.apple.iTunes:";

bool isFreeForm(const TagLib::String& key, std::string_view name)
{
    return key.startsWith("----:")
        && key.substr(static_cast<unsigned int>(key.rfind(":")) + 1).upper()
        == toTagLib(name).upper();
}

/// As other taggers spell them; the map's names are upper case.
std::string freeNameOf(std::string_view name)
{
    if (name == "FMPS_RATING")
        return "FMPS_Rating";
    if (name == "FMPS_PLAYCOUNT")
        return "FMPS_Playcount";
    if (!name.starts_with("REPLAYGAIN_"))
        return std::string(name);
    std::string lower(name);
    std::ranges::transform(lower, lower.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    return lower;
}

bool setFree(TagLib::MP4::Tag& tag, const Field& field, bool refused)
{
    std::vector<TagLib::String> there;
    for (const auto& [key, item] : tag.itemMap()) {
        if (isFreeForm(key, field.name))
            there.push_back(key);
    }
    if (!refused && there.empty())
        return false;
    if (!refused && !field.values.empty())
        return true; // in its place by the map already
    for (const TagLib::String& key : there)
        tag.removeItem(key);
    if (!field.values.empty())
        tag.setItem(
            toTagLib(freeForm + freeNameOf(field.name)), TagLib::MP4::Item(toTagLib(field.values)));
    return true;
}

bool isAttribute(const TagLib::String& key, std::string_view name)
{
    const int slash = key.rfind("/");
    const TagLib::String plain = slash < 0 ? key : key.substr(static_cast<unsigned int>(slash) + 1);
    const TagLib::String wanted = toTagLib(name).upper();
    return plain.upper() == wanted || key.upper() == wanted
        || (key.startsWith("FMPS/") && toTagLib("FMPS_") + plain.upper() == wanted);
}

bool setFree(TagLib::ASF::Tag& tag, const Field& field, bool refused)
{
    if (!refused && !field.values.empty())
        return false;
    std::vector<TagLib::String> there;
    for (const auto& [key, values] : tag.attributeListMap()) {
        if (isAttribute(key, field.name))
            there.push_back(key);
    }
    for (const TagLib::String& key : there)
        tag.removeItem(key);
    if (field.values.empty())
        return !there.empty();
    std::string name = freeNameOf(field.name);
    if (name.starts_with("FMPS_"))
        name[4] = '/';
    for (const std::string& value : field.values)
        tag.addAttribute(toTagLib(name), TagLib::ASF::Attribute(toTagLib(value)));
    return true;
}

void setRating(TagLib::ID3v2::Tag& tag, std::optional<int> halfStars, std::optional<int> plays)
{
    using TagLib::ID3v2::PopularimeterFrame;
    PopularimeterFrame* ours = nullptr;
    for (TagLib::ID3v2::Frame* frame : tag.frameList("POPM")) {
        auto* popm = dynamic_cast<PopularimeterFrame*>(frame);
        if (popm && popm->email() == popmOwner)
            ours = popm;
    }
    if (!ours) {
        if (halfStars.value_or(0) == 0 && plays.value_or(0) == 0)
            return;
        ours = new PopularimeterFrame; // the tag's
        ours->setEmail(popmOwner);
        tag.addFrame(ours);
    }
    if (halfStars)
        ours->setRating(popmOf(*halfStars));
    if (plays)
        ours->setCounter(static_cast<unsigned int>(*plays));
    if (ours->rating() == 0 && ours->counter() == 0)
        tag.removeFrame(ours);
}

void setRating(TagLib::MP4::Tag& tag, std::optional<int> halfStars)
{
    if (!halfStars)
        return;
    if (*halfStars == 0)
        tag.removeItem("rate");
    else
        tag.setItem("rate",
            TagLib::MP4::Item(TagLib::StringList(toTagLib(std::to_string(*halfStars * 10)))));
}

void setRating(TagLib::ASF::Tag& tag, std::optional<int> halfStars)
{
    if (!halfStars)
        return;
    tag.removeItem("WM/SharedUserRating");
    static constexpr std::array<unsigned, 6> stars{0, 1, 25, 50, 75, 99};
    const auto whole = static_cast<std::size_t>((std::min(*halfStars, 10) + 1) / 2);
    if (whole > 0)
        tag.setAttribute("WM/SharedUserRating", TagLib::ASF::Attribute(stars[whole]));
}

} // namespace

int popmOf(int halfStars)
{
    static constexpr std::array<int, 11> bytes{0, 13, 1, 54, 64, 118, 128, 186, 196, 242, 255};
    return bytes[static_cast<std::size_t>(std::clamp(halfStars, 0, 10))];
}

void takeFreeFields(TagLib::File& file, FieldMap& to)
{
    const auto add = [&to](const TagLib::String& name, const TagLib::StringList& values) {
        std::vector<std::string> texts;
        for (const TagLib::String& value : values)
            texts.push_back(value.to8Bit(true));
        const std::string key = name.upper().to8Bit(true);
        if (!texts.empty() && !key.empty())
            to.emplace(key, std::move(texts));
    };
    if (auto* mp4 = dynamic_cast<TagLib::MP4::File*>(&file); mp4 && mp4->tag()) {
        for (const auto& [key, item] : mp4->tag()->itemMap()) {
            if (key.startsWith("----:"))
                add(key.substr(static_cast<unsigned int>(key.rfind(":")) + 1), item.toStringList());
        }
    } else if (auto* asf = dynamic_cast<TagLib::ASF::File*>(&file); asf && asf->tag()) {
        for (const auto& [key, values] : asf->tag()->attributeListMap()) {
            // Those under WM/ have names in the map, as far as they are fields at all.
            if (key.startsWith("WM/") || values.isEmpty()
                || values.front().type() != TagLib::ASF::Attribute::UnicodeType)
                continue;
            TagLib::StringList texts;
            for (const TagLib::ASF::Attribute& value : values)
                texts.append(value.toString());
            TagLib::String name = key;
            if (key.startsWith("FMPS/"))
                name = TagLib::String("FMPS_") + key.substr(5);
            add(name, texts);
        }
    }
}

bool setFreeField(TagLib::Tag& tag, const Field& field, bool refused)
{
    if (field.name == ratingField || field.name == playsField)
        return true; // see setRatingFrames()
    if (auto* mp4 = dynamic_cast<TagLib::MP4::Tag*>(&tag))
        return setFree(*mp4, field, refused);
    if (auto* asf = dynamic_cast<TagLib::ASF::Tag*>(&tag))
        return setFree(*asf, field, refused);
    return false;
}

void setRatingFrames(TagLib::Tag& tag, std::span<const Field> changes)
{
    const std::optional<int> rating = numberOf(changes, ratingField);
    const std::optional<int> plays = numberOf(changes, playsField);
    if (auto* id3 = dynamic_cast<TagLib::ID3v2::Tag*>(&tag))
        setRating(*id3, rating, plays);
    else if (auto* mp4 = dynamic_cast<TagLib::MP4::Tag*>(&tag))
        setRating(*mp4, rating);
    else if (auto* asf = dynamic_cast<TagLib::ASF::Tag*>(&tag))
        setRating(*asf, rating);
}

} // namespace segue::tags
