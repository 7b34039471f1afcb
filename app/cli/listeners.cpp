// `segue listeners`: who uses this data folder; making, renaming and switching listeners.
#include "app/app_context.h"
#include "app/cli/commands.h"
#include "app/cli/json_writer.h"
#include "app/cli/progress_line.h"
#include "app/cli/text_table.h"
#include "core/listeners/listener_service.h"

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

struct Options {
    std::optional<std::string> add, switchTo;
    std::vector<std::string> rename; // who, and the new name
};

QByteArray asJson(const Listeners& listeners)
{
    JsonWriter json;
    json.beginObject().key("listeners").beginArray();
    for (const ListenerProfile& one : listeners.all()) {
        json.beginObject().member("id", one.id.value).member("name", one.name);
        json.member("plays", one.plays).member("current", one.id == listeners.current());
        json.endObject();
    }
    json.endArray().endObject();
    return json.take();
}

QByteArray asText(const Listeners& listeners, int columns)
{
    TextTable table({{u"Id"_s, TextTable::Align::right}, {u"Name"_s, TextTable::Align::left, true},
        {u"Plays"_s, TextTable::Align::right}, {u""_s}});
    for (const ListenerProfile& one : listeners.all())
        table.add({QString::number(one.id.value), printable(one.name), countText(one.plays),
            one.id == listeners.current() ? u"listens"_s : QString()});
    return table.text(columns).toUtf8();
}

/// By id when it is digits only, else by name, whatever its case.
const ListenerProfile* find(const Listeners& listeners, const std::string& who)
{
    const QString text = QString::fromStdString(who).simplified();
    bool isId = false;
    const qint64 id = text.toLongLong(&isId);
    for (const ListenerProfile& one : listeners.all()) {
        if (isId ? one.id.value == id : one.name.compare(text, Qt::CaseInsensitive) == 0)
            return &one;
    }
    return nullptr;
}

/// When everything is on the disk.
void endWhenWritten(AppContext& context, const IoPtr& io, const QString& said)
{
    context.whenWritten([&context, io, said](const Result<void>& result) {
        if (!result)
            return io->fail(QString::fromStdString(result.error().message));
        io->json() ? io->out(asJson(context.listeners())) : io->outLine(said);
        io->done(0);
    });
}

void add(AppContext& context, const IoPtr& io, const std::string& name)
{
    const auto added = context.listeners().add(QString::fromStdString(name));
    if (!added)
        return io->fail(QString::fromStdString(added.error().message));
    endWhenWritten(context, io,
        u"There is a new listener, with the id %1. To be that one: segue listeners --switch %1"_s
            .arg(added->value));
}

void rename(AppContext& context, const IoPtr& io, const ListenerProfile& who, const std::string& to)
{
    const QString before = who.name;
    const auto renamed = context.listeners().rename(who.id, QString::fromStdString(to));
    if (!renamed)
        return io->fail(QString::fromStdString(renamed.error().message));
    endWhenWritten(context, io, u"%1 is called %2 now."_s.arg(printable(before), printable(to)));
}

void switchTo(AppContext& context, const IoPtr& io, const ListenerProfile& who)
{
    ListenerService& listeners = context.listeners();
    const bool here = who.id == listeners.current();
    QObject::connect(&listeners, &Listeners::problem, io.get(),
        [io](const QString& message) { io->fail(message); });
    QObject::connect(&listeners, &Listeners::switched, io.get(), [io, here, name = who.name] {
        if (!io->json())
            io->outLine(here ? u"%1 listens."_s.arg(name) : u"From now on %1 listens."_s.arg(name));
        io->done(0);
    });
    if (const auto asked = listeners.switchTo(who.id); !asked)
        io->fail(QString::fromStdString(asked.error().message));
}

void run(AppContext& context, const IoPtr& io, const Options& options)
{
    const Listeners& listeners = context.listeners();
    if (options.add)
        return add(context, io, *options.add);
    if (!options.switchTo && options.rename.empty()) {
        const int columns = io->origin().outIsTerminal ? io->origin().columns : 0;
        io->out(io->json() ? asJson(listeners) : asText(listeners, columns));
        return io->done(0);
    }
    const std::string& named = options.switchTo ? *options.switchTo : options.rename.front();
    const ListenerProfile* who = find(listeners, named);
    if (!who)
        return io->fail(u"There is no listener \"%1\". To see who there is: segue listeners"_s.arg(
            printable(named)));
    options.switchTo ? switchTo(context, io, *who)
                     : rename(context, io, *who, options.rename.back());
}

} // namespace

void addListeners(CLI::App& program, Command& command)
{
    const auto options = std::make_shared<Options>();
    CLI::App* app = program.add_subcommand("listeners",
        "Who listens here: plays, ratings, playlists and suggestions are each listener's own");
    auto* added = app->add_option("--add", options->add, "Make a listener")->type_name("NAME");
    auto* renamed = app->add_option("--rename", options->rename, "Give a listener another name")
                        ->expected(2)
                        ->type_name("WHO NAME")
                        ->excludes(added);
    app->add_option("--switch", options->switchTo, "From now on it is this one, by name or id")
        ->type_name("WHO")
        ->excludes(added)
        ->excludes(renamed);
    addCommonOptions(*app, command);
    app->callback([options, &command] {
        command.run
            = [options](AppContext& context, const IoPtr& io) { run(context, io, *options); };
    });
}

} // namespace segue::app
