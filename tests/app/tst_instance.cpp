// The lock on a data folder and the words on its socket.
#include "app/instance/instance_client.h"
#include "app/instance/instance_lock.h"
#include "app/instance/instance_server.h"
#include "app/instance/local_protocol.h"
#include "tests/support/test_main.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <future>
#include <thread>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::app;

namespace {

std::filesystem::path pathOf(const QTemporaryDir& folder)
{
    return folder.path().toStdString();
}

/// The client blocks, so it runs beside the server's event loop.
ForwardResult forwardBeside(const std::filesystem::path& folder, const Request& request)
{
    auto result = std::async(std::launch::async, [&] { return forwardToOwner(folder, request); });
    while (result.wait_for(std::chrono::milliseconds(1)) != std::future_status::ready)
        QCoreApplication::processEvents();
    return result.get();
}

} // namespace

class TestInstance : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyOneHoldsTheFolderAtATime()
    {
        const QTemporaryDir folder;
        {
            auto first = InstanceLock::tryAcquire(pathOf(folder) / "data");
            QVERIFY(first);
            QVERIFY(first->has_value());
            (*first)->publish("/some/socket");
            auto second = InstanceLock::tryAcquire(pathOf(folder) / "data");
            QVERIFY(second);
            QVERIFY(!second->has_value());
            const auto owner = InstanceLock::owner(pathOf(folder) / "data");
            QVERIFY(owner);
            QCOMPARE(owner->pid, static_cast<int>(QCoreApplication::applicationPid()));
            QCOMPARE(owner->socket, std::string("/some/socket"));
        }
        auto third = InstanceLock::tryAcquire(pathOf(folder) / "data");
        QVERIFY(third);
        QVERIFY(third->has_value());
        QCOMPARE(InstanceLock::owner(pathOf(folder) / "data")->socket, std::string());
    }

    void aFolderThatCannotBeIsAClearError()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"file"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto lock = InstanceLock::tryAcquire(pathOf(folder) / "file" / "data");
        QVERIFY(!lock);
        QVERIFY(lock.error().message.find("/file/data") != std::string::npos);
        QVERIFY(lock.error().message.find("--data") != std::string::npos);
    }

    void framesComeTogetherFromAnyPieces()
    {
        const std::string stream = encodeFrame(FrameType::output, "hello")
            + encodeFrame(FrameType::heartbeat, {}) + encodeFrame(FrameType::exit, "\x01");
        for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
            FrameReader reader(100);
            std::vector<Frame> frames;
            for (std::size_t at = 0; at < stream.size(); at += piece) {
                reader.feed(std::string_view(stream).substr(at, piece));
                auto frame = reader.next();
                for (; frame && *frame; frame = reader.next())
                    frames.push_back(**frame);
                QVERIFY(frame);
            }
            QCOMPARE(frames.size(), std::size_t{3});
            QCOMPARE(frames[0].payload, std::string("hello"));
            QCOMPARE(static_cast<char>(frames[2].type), static_cast<char>(FrameType::exit));
        }
    }

    void aFrameThatIsTooLongIsRefused()
    {
        FrameReader reader(4);
        reader.feed(encodeFrame(FrameType::request, "hello"));
        QVERIFY(!reader.next());
        QVERIFY(!reader.next());
    }

    void longOutputGoesInChunks()
    {
        const std::string text(3 * maxFrameBytes + 7, 'x');
        FrameReader reader(maxFrameBytes);
        reader.feed(encodeChunks(FrameType::output, text));
        std::string together;
        auto frame = reader.next();
        for (; frame && *frame; frame = reader.next())
            together += (*frame)->payload;
        QVERIFY(frame);
        QCOMPARE(together, text);
    }

    void aRequestReadsBackWithAnyBytes()
    {
        const Request request{"/home/\xFF", true, false, 120, {"tracks", "", "a\nb", "\xFE"}};
        const auto read = decodeRequest(encodeRequest(request));
        QVERIFY(read);
        QCOMPARE(read->folder, request.folder);
        QCOMPARE(read->outIsTerminal, true);
        QCOMPARE(read->errIsTerminal, false);
        QCOMPARE(read->columns, 120);
        QCOMPARE(read->arguments, request.arguments);
    }

    void aDamagedRequestIsNoRequest()
    {
        const std::string bytes = encodeRequest({"/", false, false, 0, {"a", "bc"}});
        for (std::size_t size = 0; size < bytes.size(); ++size)
            QVERIFY(!decodeRequest(std::string_view(bytes).substr(0, size)));
        QVERIFY(!decodeRequest(bytes + "x"));
        std::string many = bytes;
        many.replace(many.size() - 11, 4, "\xFF\xFF\xFF\xFF");
        QVERIFY(!decodeRequest(many));
    }

    void aRequestRunsInTheOwnerAndItsExitCodeComesBack()
    {
        const QTemporaryDir folder;
        auto lock = InstanceLock::tryAcquire(pathOf(folder));
        Request seen;
        InstanceServer server([&seen](const Request& request, const IoPtr& io) {
            seen = request;
            io->err("segue test: one line for stderr\n");
            QTimer::singleShot(0, io.get(), [io] { io->done(7); });
        });
        const auto socket = server.listen(pathOf(folder));
        QVERIFY2(socket, socket ? "" : socket.error().message.c_str());
        (*lock)->publish(*socket);
        const auto permissions = QFileInfo(QString::fromStdString(*socket)).permissions();
        QVERIFY(!(permissions & (QFile::ReadOther | QFile::WriteOther | QFile::WriteGroup)));

        const QSignalSpy idle(&server, &InstanceServer::idle);
        const auto result = forwardBeside(pathOf(folder), {"/cwd", false, true, 0, {"x", "y"}});
        QCOMPARE(result.state, ForwardResult::State::finished);
        QCOMPARE(result.exitCode, 7);
        QCOMPARE(result.ownerPid, static_cast<int>(QCoreApplication::applicationPid()));
        QCOMPARE(seen.folder, std::string("/cwd"));
        QCOMPARE(seen.arguments, (std::vector<std::string>{"x", "y"}));
        QTRY_VERIFY(server.isIdle());
        QCOMPARE(idle.size(), 1);
    }

    void anOwnerThatEndsTakesNoMoreRequests()
    {
        const QTemporaryDir folder;
        auto lock = InstanceLock::tryAcquire(pathOf(folder));
        int runs = 0;
        InstanceServer server([&runs](const Request&, const IoPtr& io) {
            ++runs;
            io->done(0);
        });
        (*lock)->publish(*server.listen(pathOf(folder)));
        server.close();
        const auto result = forwardBeside(pathOf(folder), {"/", false, false, 0, {"x"}});
        QCOMPARE(result.state, ForwardResult::State::unreachable);
        QCOMPARE(runs, 0);
    }

    void aClientThatLeavesCancelsItsCommand()
    {
        const QTemporaryDir folder;
        bool cancelled = false;
        InstanceServer server([&cancelled](const Request&, const IoPtr& io) {
            connect(io.get(), &Io::cancelled, io.get(), [&cancelled, io] {
                cancelled = true;
                io->done(1);
            });
        });
        const auto path = server.listen(pathOf(folder));
        QVERIFY(path);
        QLocalSocket client;
        client.connectToServer(QString::fromStdString(*path));
        QVERIFY(client.waitForConnected(2000));
        const std::string frame = encodeFrame(
            FrameType::request, encodeRequest({"/", false, false, 0, {"long", "work"}}));
        client.write(frame.data(), static_cast<qint64>(frame.size()));
        QTRY_VERIFY(!server.isIdle());
        client.abort();
        QTRY_VERIFY(cancelled);
        QTRY_VERIFY(server.isIdle());
    }

    void nonsenseOnTheSocketIsDropped()
    {
        const QTemporaryDir folder;
        int runs = 0;
        InstanceServer server([&runs](const Request&, const IoPtr&) { ++runs; });
        const auto path = server.listen(pathOf(folder));
        QVERIFY(path);
        QLocalSocket client;
        client.connectToServer(QString::fromStdString(*path));
        QVERIFY(client.waitForConnected(2000));
        client.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        QTRY_COMPARE(client.state(), QLocalSocket::UnconnectedState);
        QCOMPARE(runs, 0);
    }

    void aLongFolderNameStillGetsASocket()
    {
        const QTemporaryDir folder;
        const std::filesystem::path deep = pathOf(folder) / std::string(150, 'd');
        std::filesystem::create_directories(deep);
        qunsetenv("XDG_RUNTIME_DIR");
        auto lock = InstanceLock::tryAcquire(deep);
        std::string path;
        {
            InstanceServer server([](const Request&, const IoPtr& io) { io->done(0); });
            const auto socket = server.listen(deep);
            QVERIFY2(socket, socket ? "" : socket.error().message.c_str());
            path = *socket;
            (*lock)->publish(path);
            QCOMPARE(forwardBeside(deep, {"/", false, false, 0, {}}).state,
                ForwardResult::State::finished);
        }
        QVERIFY(!std::filesystem::exists(path));
        QVERIFY(!std::filesystem::exists(std::filesystem::path(path).parent_path()));
        QCOMPARE(forwardToOwner(deep, {}).state, ForwardResult::State::unreachable);
    }

    /// A process that is stopped, or hangs: the kernel takes the connection, nobody answers.
    void aHungOwnerIsReportedWithinSeconds()
    {
        const QTemporaryDir folder;
        auto lock = InstanceLock::tryAcquire(pathOf(folder));
        const std::string path = (pathOf(folder) / "silent.sock").string();
        const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, path.data(), path.size());
        QCOMPARE(bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        QCOMPARE(::listen(fd, 1), 0);
        (*lock)->publish(path);
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(forwardToOwner(pathOf(folder), {"/", false, false, 0, {"x"}}).state,
            ForwardResult::State::silent);
        QVERIFY(timer.elapsed() < 15'000);
        close(fd);
    }
};

SEGUE_TEST(TestInstance)
#include "tst_instance.moc"
