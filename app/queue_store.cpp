#include "app/queue_store.h"

#include "core/db/store.h"
#include "core/tasks/task_runner.h"

#include <QDebug>

#include <charconv>
#include <chrono>
#include <unordered_map>

namespace segue::app {

namespace {

using namespace std::chrono_literals;

constexpr auto queueDelay = 1s;
constexpr auto positionPause = 5s;

std::string keyOf(const char* name, ListenerId listener)
{
    return std::string("queue/") + name + '/' + std::to_string(listener.value);
}

void put(db::Connection& connection, const std::string& key, const std::string& value)
{
    auto& row = connection.statement("INSERT INTO setting (key, value) VALUES (?, ?)"
                                     " ON CONFLICT (key) DO UPDATE SET value = excluded.value");
    row.bind(1, key);
    row.bind(2, value);
    row.exec();
}

/// The number under `key`, or `fallback`.
template <class T>
T get(db::Connection& connection, const std::string& key, T fallback)
{
    auto& row = connection.statement("SELECT value FROM setting WHERE key = ?");
    row.bind(1, key);
    if (!row.executeStep())
        return fallback;
    const std::string text = row.getColumn(0).getString();
    row.reset();
    T value = fallback;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

} // namespace

QueueStore::QueueStore(db::Store& store, ListenerId listener, EnginePlayer& player)
    : store_(store)
    , listener_(listener)
    , player_(player)
{
    queueTimer_.setSingleShot(true);
    queueTimer_.setInterval(queueDelay);
    positionTimer_.setSingleShot(true);
    positionTimer_.setInterval(positionPause);
    connect(&queueTimer_, &QTimer::timeout, this, &QueueStore::save);
    connect(&positionTimer_, &QTimer::timeout, this, &QueueStore::savePosition);
    // Started anew by each change it would wait for ever; so the first change sets the time.
    const auto soon = [](QTimer& timer) {
        return [&timer] {
            if (!timer.isActive())
                timer.start();
        };
    };
    connect(&player, &Player::queueChanged, this, soon(queueTimer_));
    connect(&player, &Player::modesChanged, this, soon(queueTimer_));
    connect(&player, &Player::currentChanged, this, soon(queueTimer_));
    connect(&player, &Player::volumeChanged, this, soon(positionTimer_));
    connect(&player, &Player::positionChanged, this, soon(positionTimer_));
}

QueueStore::~QueueStore()
{
    if (!isRestored_)
        return;
    const auto written = store_.writeAndWait(db::Durability::normal,
        [listener = listener_, state = player_.savedState()](
            db::Connection& connection) { write(connection, listener, state); });
    if (!written)
        qWarning("%s", written.error().message.c_str());
}

void QueueStore::restore()
{
    runThen(
        this,
        [&store = store_, listener = listener_] {
            try {
                return std::make_shared<PlayerState>(read(*store.reader(), listener));
            } catch (const std::exception& e) {
                qWarning("The queue could not be read from %s: %s", store.path().c_str(), e.what());
                return std::shared_ptr<PlayerState>();
            }
        },
        [this](const std::shared_ptr<PlayerState>& state) {
            isRestored_ = true;
            if (state && player_.queue().empty())
                player_.restore(std::move(*state));
            Q_EMIT restored();
        });
}

void QueueStore::save()
{
    if (!isRestored_)
        return;
    // A write that fails is made up for by the next one.
    store_.write(db::Durability::normal,
        [listener = listener_, state = player_.savedState()](
            db::Connection& connection) { write(connection, listener, state); });
}

void QueueStore::savePosition()
{
    if (!isRestored_)
        return;
    store_.write(db::Durability::normal,
        [listener = listener_, state = player_.savedState()](
            db::Connection& connection) { writePosition(connection, listener, state); });
}

PlayerState QueueStore::read(db::Connection& connection, ListenerId listener)
{
    PlayerState state;
    QueueState& queue = state.queue;
    auto& rows = connection.statement(
        "SELECT play_order, coalesce(m.now, q.track_id), path, title, artist,"
        " suggestion_id, do_not_learn FROM queue_entry q LEFT JOIN merged_track m"
        " ON m.track_id = q.track_id WHERE listener_id = ? ORDER BY position");
    rows.bind(1, listener.value);
    std::vector<std::pair<std::int64_t, QueueEntry>> found;
    while (rows.executeStep()) {
        QueueEntry entry;
        entry.key = found.size() + 1;
        entry.track = TrackId{rows.getColumn(1).getInt64()};
        if (const auto path = rows.getColumn(2); !path.isNull())
            entry.path.assign(static_cast<const char*>(path.getBlob()),
                static_cast<std::size_t>(path.getBytes()));
        entry.title = QString::fromStdString(rows.getColumn(3).getString());
        entry.artist = QString::fromStdString(rows.getColumn(4).getString());
        if (const auto suggestion = rows.getColumn(5); !suggestion.isNull())
            entry.suggestion = SuggestionId{suggestion.getInt64()};
        entry.doNotLearn = rows.getColumn(6).getInt() != 0;
        queue.natural.push_back(entry.key);
        found.emplace_back(rows.getColumn(0).getInt64(), std::move(entry));
    }
    std::stable_sort(
        found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [order, entry] : found)
        queue.entries.push_back(std::move(entry));
    queue.nextKey = found.size() + 1;
    queue.current = get(connection, keyOf("current", listener), -1);
    queue.shuffle = get(connection, keyOf("shuffle", listener), 0) != 0;
    const int repeat = get(connection, keyOf("repeat", listener), 0);
    queue.repeat = repeat >= 0 && repeat <= 2 ? static_cast<RepeatMode>(repeat) : RepeatMode::off;
    state.positionMs = get(connection, keyOf("position_ms", listener), std::int64_t{0});
    state.volume = get(connection, keyOf("volume", listener), 1.0);
    return state;
}

void QueueStore::write(db::Connection& connection, ListenerId listener, const PlayerState& state)
{
    auto& clear = connection.statement("DELETE FROM queue_entry WHERE listener_id = ?");
    clear.bind(1, listener.value);
    clear.exec();
    const QueueState& queue = state.queue;
    std::unordered_map<std::uint64_t, std::int64_t> place; // without shuffle
    for (const std::uint64_t key : queue.natural)
        place.emplace(key, static_cast<std::int64_t>(place.size()));
    auto& row = connection.statement(
        "INSERT INTO queue_entry (listener_id, position, play_order, track_id, path, title, artist,"
        " suggestion_id, do_not_learn) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (std::size_t i = 0; i < queue.entries.size(); ++i) {
        const QueueEntry& entry = queue.entries[i];
        const auto order = static_cast<std::int64_t>(i);
        const auto found = place.find(entry.key);
        row.bind(1, listener.value);
        row.bind(2, found == place.end() ? order : found->second);
        row.bind(3, order);
        entry.track ? row.bind(4, entry.track.value) : row.bind(4);
        entry.path.empty() ? row.bind(5)
                           : row.bind(5, entry.path.data(), static_cast<int>(entry.path.size()));
        row.bind(6, entry.title.toStdString());
        row.bind(7, entry.artist.toStdString());
        entry.suggestion ? row.bind(8, entry.suggestion->value) : row.bind(8);
        row.bind(9, entry.doNotLearn ? 1 : 0);
        row.exec();
        row.reset();
    }
    put(connection, keyOf("shuffle", listener), queue.shuffle ? "1" : "0");
    put(connection, keyOf("repeat", listener), std::to_string(static_cast<int>(queue.repeat)));
    writePosition(connection, listener, state);
}

void QueueStore::writePosition(
    db::Connection& connection, ListenerId listener, const PlayerState& state)
{
    put(connection, keyOf("current", listener), std::to_string(state.queue.current));
    put(connection, keyOf("position_ms", listener), std::to_string(state.positionMs));
    put(connection, keyOf("volume", listener), std::to_string(state.volume));
}

} // namespace segue::app

#include "moc_queue_store.cpp"
