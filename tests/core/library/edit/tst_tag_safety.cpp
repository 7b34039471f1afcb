// What may go wrong while a file is written: the file is as it was, or as it shall be.
#include "core/base/random.h"
#include "core/library/edit/file_copy.h"
#include "core/library/tags/edit_stream.h"
#include "core/library/tags/tag_edit_wire.h"
#include "tests/core/library/edit/edit_files.h"
#include "tests/core/library/encoded.h"
#include "tests/core/library/made_files.h"
#include "tests/support/test_main.h"

#include <QScopeGuard>
#include <QTest>

#include <taglib/tbytevectorstream.h>

#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

using namespace segue;
using namespace segue::test;
using tags::EditRecipe;
using tags::TagChanges;

namespace fs = std::filesystem;

namespace {

const TagChanges newTitle{{{"TITLE", {"New"}}}, {}};

/// "NEW" in front of the whole file.
EditRecipe recipeFor(const std::string& path)
{
    const auto size = static_cast<std::uint64_t>(fs::file_size(path));
    return {{{true, 0, 3}, {false, 0, size}}, "NEW", size};
}

/// Runs `work` in a process of its own; its exit code, or minus the signal that ended it.
template <class Work>
int apart(Work work)
{
    const pid_t pid = ::fork();
    if (pid == 0)
        ::_exit(work());
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

std::string carriedOut(const EditRecipe& recipe, const std::string& original)
{
    std::string result;
    for (const EditRecipe::Piece& piece : recipe.pieces)
        result += (piece.fresh ? recipe.fresh : original).substr(piece.offset, piece.size);
    return result;
}

} // namespace

class TestTagSafety : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEditStreamDoesWhatAWrittenStreamWouldDo()
    {
        const TempFolder folder;
        const std::string path = folder / "a.bin";
        Random random(5);
        for (int round = 0; round < 60; ++round) {
            std::string original;
            for (int i = static_cast<int>(random.below(3000)); i > 0; --i)
                original += static_cast<char>(random.below(256));
            writeFile(path, original);
            tags::EditStream edited(path);
            TagLib::ByteVectorStream written(
                TagLib::ByteVector(original.data(), static_cast<unsigned>(original.size())));
            for (int step = 0; step < 40; ++step) {
                const TagLib::ByteVector data(
                    static_cast<unsigned>(random.below(50)), static_cast<char>('a' + step % 26));
                const auto length = static_cast<unsigned long>(written.length());
                const unsigned long at = random.below(static_cast<unsigned>(length) + 1);
                const auto most = static_cast<unsigned>(length - at);
                const unsigned long count = most == 0 ? 0 : random.below(std::min(most, 90u));
                const unsigned what = random.below(8);
                for (TagLib::IOStream* stream : {static_cast<TagLib::IOStream*>(&edited),
                         static_cast<TagLib::IOStream*>(&written)}) {
                    if (what < 3) {
                        stream->insert(data, at, count);
                    } else if (what < 5) {
                        stream->seek(static_cast<long>(at));
                        stream->writeBlock(data);
                    } else if (what < 7) {
                        stream->removeBlock(at, count);
                    } else if (step % 4 == 0) {
                        stream->truncate(static_cast<long>(at));
                    }
                }
                QCOMPARE(edited.length(), written.length());
                edited.seek(static_cast<long>(at / 2));
                written.seek(static_cast<long>(at / 2));
                QVERIFY(edited.readBlock(500) == written.readBlock(500));
                QCOMPARE(edited.tell(), written.tell());
            }
            const EditRecipe recipe = edited.recipe();
            QVERIFY(recipe.isSound());
            const TagLib::ByteVector& wanted = *written.data();
            QVERIFY(carriedOut(recipe, original) == std::string(wanted.data(), wanted.size()));
        }
    }

    void recipesOutOfBoundsAreNotSound()
    {
        EditRecipe recipe{{{false, 0, 10}}, "abc", 10};
        QVERIFY(recipe.isSound());
        recipe.pieces = {{false, 5, 6}};
        QVERIFY(!recipe.isSound());
        recipe.pieces = {{true, 4, 0}};
        QVERIFY(!recipe.isSound());
        recipe.pieces = {{false, ~0ull, 2}};
        QVERIFY(!recipe.isSound());
        recipe.pieces.assign(40'000'000, {false, 0, 10});
        QVERIFY(!recipe.isSound());
    }

    void editsSurviveTheWayToTheDatabase()
    {
        TagChanges changes{{{"TITLE", {"a", ""}}, {"GENRE", {}}},
            tags::PictureChange{
                tags::PictureChange::What::exactly, {jpeg('x'), {4, "image/png", "back", "123"}}}};
        const std::string bytes = tags::packChanges(changes);
        const auto read = tags::unpackChanges(bytes);
        QVERIFY(read);
        QVERIFY(read->fields == changes.fields);
        QVERIFY(read->pictures->pictures == changes.pictures->pictures);
        QVERIFY(read->pictures->what == changes.pictures->what);
        for (std::size_t cut = 0; cut < bytes.size(); ++cut)
            QVERIFY(!tags::unpackChanges(bytes.substr(0, cut)));
    }

    void rightsOwnerAndAttributesStay()
    {
        const TempFolder folder;
        const std::string path = folder / "a.flac";
        writeFile(path, encoded("flac"));
        QCOMPARE(::chmod(path.c_str(), 0640), 0);
        const bool isRoot = ::geteuid() == 0;
        if (isRoot)
            QCOMPARE(::chown(path.c_str(), 1234, 2345), 0);
        const bool attributes = ::setxattr(path.c_str(), "user.mood", "calm", 4, 0) == 0;
        TagWriter writer;
        QVERIFY(writer.write({path, 0}, newTitle));
        struct stat info { };
        QCOMPARE(::stat(path.c_str(), &info), 0);
        QCOMPARE(int(info.st_mode & 07777), 0640);
        if (isRoot) {
            QCOMPARE(int(info.st_uid), 1234);
            QCOMPARE(int(info.st_gid), 2345);
        }
        char value[8] = {};
        if (attributes)
            QCOMPARE(int(::getxattr(path.c_str(), "user.mood", value, sizeof value)), 4);
        QCOMPARE(namesIn(folder.path()), std::vector<std::string>{"a.flac"});
    }

    void aSymbolicLinkStaysOneAndItsFileIsWritten()
    {
        const TempFolder folder;
        writeFile(folder / "real/a.flac", encoded("flac"));
        fs::create_symlink("real/a.flac", folder / "link.flac");
        TagWriter writer;
        QVERIFY(writer.write({folder / "link.flac", 0}, newTitle));
        QVERIFY(fs::is_symlink(folder / "link.flac"));
        QCOMPARE(
            valuesOf(fieldsOf(folder / "real/a.flac"), "TITLE"), std::vector<std::string>{"New"});
    }

    void theOtherNameOfAHardLinkKeepsWhatItHad()
    {
        const TempFolder folder;
        writeFile(folder / "a.flac", encoded("flac"));
        fs::create_hard_link(folder / "a.flac", folder / "b.flac");
        TagWriter writer;
        const auto written = writer.write({folder / "a.flac", 0}, newTitle);
        QVERIFY(written);
        QCOMPARE(int(written->was.names), 2);
        QCOMPARE(valuesOf(fieldsOf(folder / "a.flac"), "TITLE"), std::vector<std::string>{"New"});
        QCOMPARE(readFile(folder / "b.flac"), encoded("flac"));
    }

    void whoeverHasTheFileOpenKeepsReadingIt()
    {
        const TempFolder folder;
        const std::string path = folder / "a.mp3";
        writeFile(path, encoded("mp3"));
        const int fd = ::open(path.c_str(), O_RDONLY);
        TagWriter writer;
        QVERIFY(writer.write({path, 0}, newTitle));
        std::string still(encoded("mp3").size() + 100, '\0');
        const ssize_t got = ::read(fd, still.data(), still.size());
        ::close(fd);
        QCOMPARE(still.substr(0, static_cast<std::size_t>(got)), encoded("mp3"));
    }

    void writeProtectedFilesAndFoldersAreNamedAndLeft()
    {
        const TempFolder folder;
        const std::string path = folder / "in/a.flac";
        writeFile(path, encoded("flac"));
        QCOMPARE(::chmod(path.c_str(), 0444), 0);
        TagWriter writer;
        const auto refused = writer.write({path, 0}, newTitle);
        QVERIFY(!refused);
        QVERIFY(refused.error().message.starts_with(path + " cannot be changed: it is write-"));
        QCOMPARE(::chmod(path.c_str(), 0666), 0);
        QCOMPARE(::chmod(folder.path().c_str(), 0755), 0);
        QCOMPARE(::chmod((folder / "in").c_str(), 0555), 0);
        const int code = apart([&] {
            if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0))
                return 3;
            const auto looked = lookAtFile(path);
            return looked ? 1 : looked.error().message.find("its folder") == std::string::npos;
        });
        QCOMPARE(::chmod((folder / "in").c_str(), 0755), 0);
        QCOMPARE(code, 0);
        QCOMPARE(readFile(path), encoded("flac"));
    }

    void aFileThatChangedMeanwhileIsLeft()
    {
        const TempFolder folder;
        const std::string path = folder / "a.bin";
        writeFile(path, "old");
        const auto stamp = lookAtFile(path);
        const EditRecipe recipe = recipeFor(path);
        writeFile(path, "other");
        QVERIFY(!replaceFile(*stamp, recipe));
        QCOMPARE(readFile(path), std::string("other"));
        // Also when that happens while the copy is looked at.
        const auto again = lookAtFile(path);
        ReplaceOptions options;
        options.check = [&](const std::string&) -> Result<void> {
            writeFile(path, "third one");
            return {};
        };
        QVERIFY(!replaceFile(*again, recipeFor(path), options));
        QCOMPARE(readFile(path), std::string("third one"));
        QCOMPARE(namesIn(folder.path()), std::vector<std::string>{"a.bin"});
        fs::remove(path);
        QVERIFY(!lookAtFile(path));
    }

    void aFailedCheckKeepsTheFile()
    {
        const TempFolder folder;
        const std::string path = folder / "a.bin";
        writeFile(path, "old");
        ReplaceOptions options;
        std::string seen;
        options.check = [&](const std::string& copy) -> Result<void> {
            seen = readFile(copy);
            return Error{"is not wanted"};
        };
        const auto replaced = replaceFile(*lookAtFile(path), recipeFor(path), options);
        QVERIFY(!replaced);
        QCOMPARE(replaced.error().message, path + " is not wanted");
        QCOMPARE(seen, std::string("NEWold"));
        QCOMPARE(readFile(path), std::string("old"));
        QCOMPARE(namesIn(folder.path()), std::vector<std::string>{"a.bin"});
    }

    void aFileThatMayNotGrowIsLeft()
    {
        const TempFolder folder;
        const std::string path = folder / "a.bin";
        const std::string bytes(300'000, 'x');
        writeFile(path, bytes);
        const int code = apart([&] {
            std::signal(SIGXFSZ, SIG_IGN);
            const rlimit small{100'000, 100'000};
            if (::setrlimit(RLIMIT_FSIZE, &small) != 0)
                return 3;
            const auto replaced = replaceFile(*lookAtFile(path), recipeFor(path));
            return replaced ? 1 : replaced.error().message.find(path) == std::string::npos;
        });
        QCOMPARE(code, 0);
        QVERIFY(readFile(path) == bytes);
        QCOMPARE(namesIn(folder.path()), std::vector<std::string>{"a.bin"});
    }

    void aFullDiskLosesNothing()
    {
        const TempFolder folder;
        if (::mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=256k") != 0)
            QSKIP("no right to mount a small file system");
        const auto unmount = qScopeGuard([&] { ::umount(folder.path().c_str()); });
        const std::string path = folder / "a.flac";
        writeFile(path, encoded("flac"));
        const auto room = fs::space(folder.path()).available;
        writeFile(folder / "filler", std::string(room - 8192, 'f'));
        TagWriter writer;
        const auto written = writer.write({path, 0},
            {{}, tags::PictureChange{tags::PictureChange::What::front, {jpeg('p', 60'000)}}});
        QVERIFY(!written);
        const std::string message = written.error().message;
        QVERIFY2(message.find("disk is full") != std::string::npos, message.c_str());
        QVERIFY(message.starts_with(path));
        QVERIFY(readFile(path) == encoded("flac"));
        QCOMPARE(namesIn(folder.path()), (std::vector<std::string>{"a.flac", "filler"}));
        fs::remove(folder / "filler");
        QVERIFY(writer.write({path, 0}, newTitle));
    }

    void killedInTheMiddleTheFileIsWholeAndTheCopyGoesLater()
    {
        const TempFolder folder;
        const std::string path = folder / "a.bin";
        writeFile(path, std::string(100'000, 'x'));
        const int code = apart([&] {
            ReplaceOptions options;
            options.check = [](const std::string&) -> Result<void> {
                ::raise(SIGKILL);
                return {};
            };
            return replaceFile(*lookAtFile(path), recipeFor(path), options) ? 0 : 1;
        });
        QCOMPARE(code, -SIGKILL);
        QVERIFY(readFile(path) == std::string(100'000, 'x'));
        QCOMPARE(namesIn(folder.path()).size(), 2u);
        // One that is being written stays.
        ReplaceOptions options;
        options.check = [&](const std::string& copy) -> Result<void> {
            removeLeftovers(folder.path());
            return fs::exists(copy) ? Result<void>() : Error{"lost its copy"};
        };
        const auto replaced = replaceFile(*lookAtFile(path), recipeFor(path), options);
        QVERIFY2(replaced, replaced ? "" : replaced.error().message.c_str());
        QCOMPARE(namesIn(folder.path()), std::vector<std::string>{"a.bin"});
    }

    void damagedFilesAreWrittenWholeOrNotAtAll_data()
    {
        QTest::addColumn<QByteArray>("kind");
        for (const std::string& kind : writableKinds())
            QTest::newRow(kind.c_str()) << QByteArray::fromStdString(kind);
    }
    void damagedFilesAreWrittenWholeOrNotAtAll()
    {
        QFETCH(QByteArray, kind);
        const TempFolder folder;
        const std::string good = bytesOfKind(kind.toStdString());
        TagWriter writer;
        Random random(11);
        const TagChanges changes{{{"TITLE", {"New"}}, {"ARTIST", {"A", "B"}}}, {}};
        for (int round = 0; round < 6; ++round) {
            std::string bytes = good;
            if (round % 3 == 0) {
                bytes.resize(random.below(static_cast<unsigned>(good.size())) + 1);
            } else {
                for (int flip = 0; flip < 8; ++flip) {
                    const unsigned within = round % 3 == 1
                        ? static_cast<unsigned>(std::min<std::size_t>(good.size(), 600))
                        : static_cast<unsigned>(good.size());
                    bytes[random.below(within)] ^= static_cast<char>(1u << random.below(8));
                }
            }
            const std::string path = folder / ("a." + kind.toStdString());
            writeFile(path, bytes);
            const auto written = writer.write({path, 0}, changes);
            if (!written) {
                QVERIFY(readFile(path) == bytes);
                QVERIFY(written.error().message.starts_with(path));
            } else {
                QVERIFY(written->read.problem == tags::ReadProblem::none);
            }
            QCOMPARE(namesIn(folder.path()).size(), 1u);
        }
    }
};

SEGUE_TEST(TestTagSafety)
#include "tst_tag_safety.moc"
