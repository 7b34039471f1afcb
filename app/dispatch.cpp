#include "app/dispatch.h"

#include "app/app_context.h"
#include "app/cli/command_line.h"
#include "app/data_folder.h"

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace segue::app {

void dispatch(
    AppContext& context, const std::string& busyWith, const Request& request, const IoPtr& io)
{
    const auto parsed = parseCommandLine(request.arguments);
    if (const auto* text = std::get_if<PrintAndExit>(&parsed)) {
        const QByteArray bytes = QByteArray::fromStdString(text->text);
        text->exitCode == 0 ? io->out(bytes) : io->err(bytes);
        return io->done(text->exitCode);
    }
    const Command& command = *std::get_if<Command>(&parsed);
    io->setJson(command.json);
    const bool opensWindow = command.kind == Command::Kind::window;
    if (!context.openInWindow && (opensWindow || command.lasting)) {
        return io->fail(
            u"The data folder %1 is in use by `segue %2` (process %3). Wait until it is "
            u"done, or choose another folder with --data."_s
                .arg(QString::fromLocal8Bit(context.dataFolder().c_str()),
                    QString::fromStdString(busyWith))
                .arg(getpid()));
    }
    if (opensWindow) {
        std::vector<std::string> files;
        for (const std::string& file : command.files)
            files.push_back(absolutePath(request.folder, file));
        context.openInWindow(files);
        return io->done(0);
    }
    if (!command.run)
        return io->fail(u"This command cannot be run by a running Segue."_s);
    command.run(context, io);
}

} // namespace segue::app
