// A scan over damaged and odd files, through the worker processes as in the program: it ends,
// nothing is lost but what is damaged, and every file that is left out has its reason.
#include "core/base/random.h"
#include "core/library/scan_problems.h"
#include "tests/core/library/collection.h"
#include "tests/core/library/encoded.h"
#include "tests/core/library/made_files.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <filesystem>
#include <map>
#include <unistd.h>

using namespace segue;
using namespace segue::test;
using namespace std::string_literals;

namespace {

const Tags someTags{{"TITLE", {"Title ✓"}}, {"ARTIST", {"One", "Two"}}, {"ALBUM", {"Album"}},
    {"GENRE", {"Rock", "Pop"}}, {"DATE", {"2003"}}, {"TRACKNUMBER", {"3/12"}},
    {"REPLAYGAIN_TRACK_GAIN", {"-7.30 dB"}}};

std::string bytesOf(const std::string& kind)
{
    return kind == "ape" ? apeBytes() : kind == "mpc" ? musepackBytes() : encoded(kind);
}

std::string bigEndian(std::uint64_t value, int bytes)
{
    std::string out;
    for (int i = bytes; i-- > 0;)
        out += static_cast<char>(value >> (8 * i) & 0xff);
    return out;
}

std::string littleEndian(std::uint64_t value, int bytes)
{
    std::string out = bigEndian(value, bytes);
    std::ranges::reverse(out);
    return out;
}

std::string synchsafe(std::uint32_t value)
{
    std::string out;
    for (int i = 3; i >= 0; --i)
        out += static_cast<char>(value >> (7 * i) & 0x7f);
    return out;
}

std::string id3Frame(const std::string& id, const std::string& body, std::uint32_t claimed)
{
    return id + synchsafe(claimed) + std::string(2, '\0') + body;
}

std::string id3Tag(const std::string& frames, std::uint32_t claimed)
{
    return "ID3\x04"s + std::string(2, '\0') + synchsafe(claimed) + frames;
}

std::string id3Tag(const std::string& frames)
{
    return id3Tag(frames, static_cast<std::uint32_t>(frames.size()));
}

std::string id3Text(const std::string& id, char encoding, const std::string& text)
{
    const std::string body = encoding + text;
    return id3Frame(id, body, static_cast<std::uint32_t>(body.size()));
}

/// A flac file whose comments are `comments` as they are, with lengths as claimed.
std::string flacWithComments(const std::vector<std::string>& comments, std::uint32_t claimedCount)
{
    std::string block = littleEndian(4, 4) + "test" + littleEndian(claimedCount, 4);
    for (const std::string& comment : comments)
        block += littleEndian(comment.size(), 4) + comment;
    const std::string& whole = encoded("flac");
    // The stream's own blocks up to STREAMINFO's end, the made block as the last one, the frames.
    std::size_t at = 4;
    for (bool last = false; !last;) {
        last = (static_cast<unsigned char>(whole[at]) & 0x80) != 0;
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(whole[at + i]); };
        at += 4 + (std::size_t{byte(1)} << 16 | std::size_t{byte(2)} << 8 | byte(3));
    }
    std::string info = whole.substr(0, 4 + 4 + 34);
    info[4] = '\0';
    return info + '\x84' + bigEndian(block.size(), 3) + block + whole.substr(at);
}

std::string nestedAtoms(int depth)
{
    std::string inner;
    // From the inside out, reserving once: moov in moov in moov…
    std::string heads;
    for (int i = depth; i-- > 0;)
        heads += bigEndian(static_cast<std::uint64_t>(8) * static_cast<std::uint64_t>(i + 1), 4)
            + (i % 2 ? "udta" : "moov");
    return bigEndian(24, 4) + "ftypM4A " + std::string(12, '\0') + heads + inner;
}

/// Files by name; what each is odd about is in the name.
std::map<std::string, std::string> oddFiles()
{
    std::map<std::string, std::string> files;
    const std::string& mp3 = encoded("mp3");
    files["frame larger than its tag.mp3"] = id3Tag(id3Frame("TIT2", "\3x", 200'000'000)) + mp3;
    files["tag larger than the file.mp3"] = id3Tag(id3Text("TIT2", 3, "x"), 0x0fffffff) + mp3;
    files["frame of length 0.mp3"]
        = id3Tag(id3Frame("TIT2", "", 0) + id3Text("TPE1", 3, "a")) + mp3;
    files["invalid utf-8.mp3"] = id3Tag(id3Text("TIT2", 3, "a\xff\xfe\xc0\x80z")) + mp3;
    files["invalid utf-16.mp3"]
        = id3Tag(id3Text("TIT2", 1, "\xff\xfe\x00\xd8\x41\x00\x00\xdc"s)) + mp3;
    files["odd utf-16.mp3"] = id3Tag(id3Text("TIT2", 1, "\xff\xfe\x41\x00\x42"s)) + mp3;
    files["utf-16 without a mark.mp3"] = id3Tag(id3Text("TIT2", 1, "\x41\x00\x42\x00"s)) + mp3;
    std::string manyFrames;
    for (int i = 0; i < 10'000; ++i)
        manyFrames += id3Text("TPE1", 3, "artist " + std::to_string(i));
    files["10000 frames.mp3"] = id3Tag(manyFrames) + mp3;
    std::string manyValues;
    for (int i = 0; i < 10'000; ++i)
        manyValues += "artist " + std::to_string(i) + '\0';
    files["10000 values.mp3"] = id3Tag(id3Text("TPE1", 3, manyValues)) + mp3;
    files["compressed frame of nonsense.mp3"]
        = id3Tag(
              "TIT2" + synchsafe(20) + "\0\x09"s + bigEndian(0x0fffffff, 4) + std::string(16, 'z'))
        + mp3;
    std::string tags;
    for (int i = 0; i < 200; ++i)
        tags += id3Tag(id3Text("TIT2", 3, "x"));
    files["200 tags in a row.mp3"] = tags + mp3;
    std::vector<std::string> comments;
    for (int i = 0; i < 10'000; ++i)
        comments.push_back("ARTIST=artist " + std::to_string(i));
    files["10000 comments.flac"] = flacWithComments(comments, 10'000);
    files["four billion comments claimed.flac"] = flacWithComments({"TITLE=x"}, 0xffffffff);
    files["invalid utf-8.flac"] = flacWithComments({"TITLE=a\xff\xfe\xc0\x80z", "ARTIST=\x80"}, 2);
    files["comment without a sign.flac"] = flacWithComments({"TITLE", "=x", "", "TITLE=t"}, 4);
    files["one comment of 10 MB.flac"]
        = flacWithComments({"TITLE=" + std::string(10'000'000, 'x')}, 1);
    files["20000 atoms deep.m4a"] = nestedAtoms(20'000);
    files["atom of length 0.m4a"]
        = bigEndian(24, 4) + "ftypM4A " + std::string(12, '\0') + bigEndian(0, 4) + "moov";
    files["atom of 2^63 bytes.m4a"] = bigEndian(24, 4) + "ftypM4A " + std::string(12, '\0')
        + bigEndian(1, 4) + "moov" + bigEndian(1ull << 63, 8) + std::string(100, 'x');
    files["riff longer than the file.wav"]
        = "RIFF" + littleEndian(0xfffffff0, 4) + wavBytes(500).substr(8);
    files["chunk longer than the file.wav"]
        = wavBytes(0).substr(0, 36) + "id3 " + littleEndian(0x7fffffff, 4) + std::string(64, 'x');
    files["page of many segments.ogg"] = "OggS" + std::string(22, '\0') + "\xff"s
        + std::string(255, '\xff') + "\x01vorbis" + std::string(400, '\0');
    files["nothing.mp3"] = "";
    files["zeros.flac"] = std::string(100'000, '\0');
    files["a picture.mp3"] = "\x89PNG\r\n\x1a\n" + std::string(1000, 'x');
    return files;
}

/// An mp3 file with a cover of `bytes` zero bytes: sparse, so that it costs no disk.
void makeCoverOf(const std::string& path, std::uint32_t bytes)
{
    const std::string head = "\0image/jpeg\0\3\0"s;
    const auto body = static_cast<std::uint32_t>(head.size()) + bytes;
    const std::string frames
        = id3Text("TIT2", 3, "Large") + "APIC" + synchsafe(body) + std::string(2, '\0') + head;
    const auto tag = static_cast<std::uint32_t>(frames.size()) + bytes;
    writeFile(path, id3Tag(frames, tag));
    const auto end = static_cast<off_t>(10 + tag);
    if (::truncate(path.c_str(), end) != 0)
        throw std::runtime_error("cannot lengthen " + path);
    FILE* file = std::fopen(path.c_str(), "ab");
    const std::string& mp3 = encoded("mp3");
    std::fwrite(mp3.data(), 1, mp3.size(), file);
    std::fclose(file);
}

} // namespace

class TestBadInput : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aCorpusOfDamagedFilesIsScanned()
    {
        Collection c;
        Random random(5);
        std::int64_t files = 0;
        const auto add = [&](const std::string& name, std::string_view bytes) {
            writeFile(c.music / name, bytes);
            ++files;
        };
        for (const auto& [name, bytes] : oddFiles())
            add("odd/" + name, bytes);
        makeCoverOf(c.music / "odd/cover of 200 MB.mp3", 200'000'000);
        ++files;
        std::vector<std::string> sound;
        for (const std::string kind : {"mp3", "flac", "ogg", "opus", "spx", "m4a", "alac.m4a",
                 "wav", "aiff", "wma", "wv", "tta", "ape", "mpc", "dsf"}) {
            const std::string path = c.music / ("sound/sound." + kind);
            writeFile(path, kind == "dsf" ? dsfBytes() : bytesOf(kind));
            if (kind != "dsf")
                retag(path, someTags);
            ++files;
            const std::string whole = readFile(path);
            const std::size_t head = std::min<std::size_t>(whole.size(), 2000);
            for (int i = 0; i < 20; ++i) {
                const std::size_t size = i % 2 ? random.below(head) : random.below(whole.size());
                add("cut/" + std::to_string(size) + "-" + std::to_string(i) + "." + kind,
                    std::string_view(whole).substr(0, size));
            }
            for (int i = 0; i < 20; ++i) {
                std::string bytes = whole;
                for (int flips = 0; flips <= i; ++flips)
                    bytes[random.below(i % 2 ? head : bytes.size())]
                        ^= static_cast<char>(1 << random.below(8));
                add("flipped/" + std::to_string(i) + "." + kind, bytes);
            }
        }
        const scan::Outcome outcome = c.scan();
        QVERIFY(!outcome.failed);
        QCOMPARE(outcome.added + outcome.quarantined, files);
        QCOMPARE(std::int64_t(
                     c.number("SELECT count(*) FROM file WHERE CAST(path AS TEXT) LIKE 'sound/%'")),
            std::int64_t{15});
        const auto problems = loadScanProblems(*c.store().reader());
        QCOMPARE(static_cast<std::int64_t>(problems.size()), outcome.quarantined);
        std::map<std::string, int> reasons;
        for (const ScanProblem& problem : problems) {
            QVERIFY(!problem.reason.empty());
            ++reasons[problem.reason];
        }
        for (const auto& [reason, count] : reasons)
            qInfo("%4d x %s", count, reason.c_str());
        for (const ScanProblem& problem : problems) {
            if (problem.path.find("/odd/") != problem.path.npos)
                qInfo("%s: %s", problem.path.substr(problem.path.find("/odd/") + 5).c_str(),
                    problem.reason.c_str());
        }
        qInfo("%lld files, %lld in quarantine, %.2f s", static_cast<long long>(files),
            static_cast<long long>(outcome.quarantined), outcome.seconds);
        // Left alone until they change.
        const scan::Outcome again = c.scan();
        QCOMPARE(again.added + again.updated, std::int64_t{0});
        QCOMPARE(again.quarantined, outcome.quarantined);
    }

    void whatFillsTheMemoryIsLostAloneAndReadWhenItChanges()
    {
        Collection c;
        if (c.options.tagWorker.empty())
            QSKIP("segue-tagworker is not built");
#if defined(__SANITIZE_ADDRESS__)
        QSKIP("a sanitizer's shadow memory does not fit into a limit of address space");
#endif
        c.options.limits.memory = 128u << 20;
        makeCoverOf(c.music / "large.mp3", 200'000'000);
        for (int i = 0; i < 40; ++i)
            makeWav(
                c.music / ("w" + std::to_string(i) + ".wav"), tagsOf("t" + std::to_string(i)), 100);
        const scan::Outcome outcome = c.scan();
        QCOMPARE(outcome.added, std::int64_t{40});
        QCOMPARE(outcome.quarantined, std::int64_t{1});
        const auto problems = loadScanProblems(*c.store().reader());
        QCOMPARE(problems.size(), std::size_t{1});
        QCOMPARE(problems[0].path, c.music / "large.mp3");
        QCOMPARE(problems[0].reason,
            "was given up: the tag reader needed more than 128 MiB of memory for it"s);
        QCOMPARE(c.scan().quarantined, std::int64_t{1}); // not tried again
        makeCoverOf(c.music / "large.mp3", 1000);
        const scan::Outcome after = c.scan();
        QCOMPARE(after.added, std::int64_t{1});
        QCOMPARE(after.quarantined, std::int64_t{0});
    }

    void aFileIsTriedAgainWhenAskedFor()
    {
        Collection c;
        writeFile(c.music / "a.mp3", "Dear diary");
        writeFile(c.music / "b.mp3", "Dear diary");
        QCOMPARE(c.scan().problems.size(), std::size_t{2});
        QCOMPARE(c.scan().problems.size(), std::size_t{0});
        QVERIFY(c.store().writeAndWait(db::Durability::full,
            [&](db::Connection& connection) { retryScanProblem(connection, c.music / "a.mp3"); }));
        QCOMPARE(c.scan().problems.size(), std::size_t{1});
        QVERIFY(c.store().writeAndWait(db::Durability::full,
            [](db::Connection& connection) { retryScanProblem(connection, {}); }));
        QCOMPARE(c.scan().problems.size(), std::size_t{2});
        QCOMPARE(c.scan().problems.size(), std::size_t{0});
    }

    void withoutAWorkerFilesAreReadInTheProgram()
    {
        Collection c;
        c.options.tagWorker = "/nowhere/segue-tagworker";
        makeWav(c.music / "a.wav", tagsOf("a"));
        writeFile(c.music / "b.mp3", "Dear diary");
        const scan::Outcome outcome = c.scan();
        QCOMPARE(outcome.added, std::int64_t{1});
        QCOMPARE(outcome.quarantined, std::int64_t{1});
        QVERIFY(std::ranges::any_of(outcome.problems, [](const std::string& line) {
            return line.find("without protection") != line.npos
                && line.find("/nowhere/segue-tagworker") != line.npos;
        }));
    }
};

SEGUE_TEST(TestBadInput)
#include "tst_bad_input.moc"
