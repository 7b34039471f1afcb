#include "core/playlist/playlist_service.h"

#include "core/db/connection.h"
#include "core/playlist/playlist_repository.h"
#include "core/tasks/task_runner.h"

#include <QMetaObject>

namespace segue {

namespace {
constexpr int retryMs = 5000;
}

struct PlaylistService::Read {
    PlaylistState state;
    std::string problem;
};

PlaylistService::PlaylistService(db::Store& store, ListenerId listener)
    : store_(store)
    , listener_(listener)
{
    retry_.setSingleShot(true);
    retry_.setInterval(retryMs);
    connect(&retry_, &QTimer::timeout, this, &PlaylistService::send);
}

PlaylistService::~PlaylistService()
{
    // A barrier: the writer works in order, so after this nothing calls back.
    (void)store_.writeAndWait(db::Durability::normal, [](db::Connection&) {});
    if (sending_ && *written_)
        saved_ = sentState_;
    if (loaded_ && book().state() != saved_) {
        (void)store_.writeAndWait(db::Durability::full, [this](db::Connection& connection) {
            playlists::writeChanges(connection, listener_, saved_, book().state());
        });
    }
}

PlaylistService::Read PlaylistService::readFrom(db::Store& store, ListenerId listener)
{
    Read read;
    try {
        read.state = playlists::readAll(*store.reader(), listener);
    } catch (const std::exception& e) {
        read.problem = "The playlists could not be read from " + store.path().string() + ": "
            + e.what() + ". Check the disk and the folder's permissions.";
    }
    return read;
}

Result<void> PlaylistService::load()
{
    Read read = readFrom(store_, listener_);
    if (!read.problem.empty())
        return Error{read.problem};
    adopt(std::move(read));
    return {};
}

void PlaylistService::loadInBackground()
{
    runThen(
        this,
        [&store = store_, listener = listener_] {
            return std::make_shared<Read>(readFrom(store, listener));
        },
        [this](const std::shared_ptr<Read>& read) { adopt(std::move(*read)); });
}

void PlaylistService::adopt(Read read)
{
    if (loaded_)
        return;
    if (!read.problem.empty()) {
        Q_EMIT problem(QString::fromStdString(read.problem));
        return;
    }
    loaded_ = true;
    restore(std::move(read.state));
    saved_ = book().state();
}

void PlaylistService::save()
{
    if (!sending_ && !retry_.isActive())
        send();
}

void PlaylistService::send()
{
    if (!loaded_ || sending_ || book().state() == saved_)
        return;
    sending_ = true;
    written_ = std::make_shared<bool>(false);
    sentState_ = book().state();
    store_.write(
        db::Durability::full,
        [listener = listener_, before = saved_, after = sentState_](db::Connection& connection) {
            playlists::writeChanges(connection, listener, before, after);
        },
        [this, state = sentState_, written = written_](const Result<void>& result) {
            *written = result.ok();
            QMetaObject::invokeMethod(
                this, [this, state, result] { sent(state, result); }, Qt::QueuedConnection);
        });
}

void PlaylistService::sent(const PlaylistState& state, const Result<void>& result)
{
    sending_ = false;
    if (!result) {
        Q_EMIT problem(QString::fromStdString(result.error().message));
        retry_.start();
        return;
    }
    saved_ = state;
    send(); // what was edited meanwhile
}

} // namespace segue

#include "moc_playlist_service.cpp"
