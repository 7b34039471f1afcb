#include "core/listeners/listener_service.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace segue {

namespace {

constexpr const char* currentKey = "listener.current";

std::vector<ListenerProfile> readProfiles(db::Connection& connection)
{
    std::vector<ListenerProfile> all;
    auto& rows = connection.statement(
        "SELECT id, name, created_at, (SELECT count(*) FROM play WHERE listener_id = listener.id) "
        "FROM listener ORDER BY id");
    while (rows.executeStep())
        all.push_back(
            {{rows.getColumn(0).getInt64()}, QString::fromUtf8(rows.getColumn(1).getText()),
                rows.getColumn(2).getInt64(), rows.getColumn(3).getInt64()});
    return all;
}

/// The one that was switched to, if it is still there, else the first.
ListenerId readCurrent(db::Connection& connection)
{
    auto& row = connection.statement(
        "SELECT id FROM listener ORDER BY id = CAST((SELECT value FROM setting WHERE key = ?) AS "
        "INTEGER) DESC, id LIMIT 1");
    row.bind(1, currentKey);
    return {row.executeStep() ? row.getColumn(0).getInt64() : 1};
}

} // namespace

ListenerService::ListenerService(db::Store& store, const Clock& clock)
    : store_(store)
    , clock_(clock)
{
    const auto reader = store.reader();
    all_ = readProfiles(*reader);
    current_ = readCurrent(*reader);
}

ListenerService::~ListenerService()
{
    // A barrier: the writer runs its jobs in order, so after this none of them calls back.
    (void)store_.writeAndWait(db::Durability::normal, [](db::Connection&) {});
}

ListenerProfile* ListenerService::find(ListenerId listener)
{
    const auto at = std::ranges::find(all_, listener, &ListenerProfile::id);
    return at == all_.end() ? nullptr : &*at;
}

Result<QString> ListenerService::usableName(const QString& name, ListenerId of) const
{
    const QString wanted = name.simplified();
    if (wanted.isEmpty())
        return Error{"A listener needs a name."};
    if (wanted.size() > longestName)
        return Error{"A listener's name has at most " + std::to_string(longestName) + " letters."};
    for (const ListenerProfile& one : all_) {
        if (one.id != of && one.name.compare(wanted, Qt::CaseInsensitive) == 0)
            return Error{"There is a listener called " + one.name.toStdString()
                + " already. Choose another name."};
    }
    return wanted;
}

void ListenerService::write(db::Store::Job job, std::function<void()> then)
{
    store_.write(db::Durability::full, std::move(job),
        [this, then = std::move(then)](const Result<void>& result) {
            QMetaObject::invokeMethod(
                this,
                [this, then, result] {
                    if (!result)
                        refused(result.error());
                    else if (then)
                        then();
                },
                Qt::QueuedConnection);
        });
}

/// What is not in the database does not stay on the screen.
void ListenerService::refused(const Error& error)
{
    try {
        all_ = readProfiles(*store_.reader());
    } catch (const std::exception&) {
        // Not readable either: `error` says why already.
    }
    Q_EMIT changed();
    Q_EMIT problem(QString::fromStdString(error.message));
}

Result<ListenerId> ListenerService::add(const QString& name)
{
    auto usable = usableName(name, {});
    if (!usable)
        return usable.error();
    ListenerId highest{0};
    for (const ListenerProfile& one : all_)
        highest = std::max(highest, one.id);
    const ListenerProfile made{{highest.value + 1}, *usable, clock_.now(), 0};
    all_.push_back(made);
    write([made](db::Connection& c) {
        auto& row = c.statement("INSERT INTO listener (id, name, created_at) VALUES (?, ?, ?)");
        row.bind(1, made.id.value);
        row.bind(2, made.name.toStdString());
        row.bind(3, made.createdAt);
        row.exec();
    });
    Q_EMIT changed();
    return made.id;
}

Result<void> ListenerService::rename(ListenerId listener, const QString& name)
{
    ListenerProfile* profile = find(listener);
    if (!profile)
        return Error{"There is no such listener."};
    auto usable = usableName(name, listener);
    if (!usable)
        return usable.error();
    profile->name = *usable;
    write([listener, wanted = usable->toStdString()](db::Connection& c) {
        auto& row = c.statement("UPDATE listener SET name = ? WHERE id = ?");
        row.bind(1, wanted);
        row.bind(2, listener.value);
        row.exec();
    });
    Q_EMIT changed();
    return {};
}

Result<void> ListenerService::switchTo(ListenerId listener)
{
    if (!find(listener))
        return Error{"There is no such listener."};
    write(
        [listener](db::Connection& c) {
            auto& row = c.statement("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)");
            row.bind(1, currentKey);
            row.bind(2, std::to_string(listener.value));
            row.exec();
        },
        [this, listener] { Q_EMIT switched(listener); });
    return {};
}

} // namespace segue

#include "moc_listener_service.cpp"
