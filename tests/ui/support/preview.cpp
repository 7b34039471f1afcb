// Renders pages of the window on made data, for looking at them:
// ui_preview FILE [--page NAME] [--theme dark|light] [--size WxH] [--scale F] [--text POINTS]
// [--tracks N] [--empty] [--question] [--playing] [--hover NAME] [--scanning] [--toast TEXT]
// [--rtl] [--type TEXT] [--import pick|plan|done]
// [--dialog packs[:add]|tags[:one|touched|preview|more|error]|organise[:PATTERN]]
#include "tests/ui/support/bench.h"
#include "tests/ui/support/fake_edits.h"
#include "tests/ui/support/fake_imports.h"
#include "tests/ui/support/fake_packs.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/dialogs/organise_dialog.h"
#include "ui/dialogs/packs_dialog.h"
#include "ui/dialogs/tag_dialog.h"
#include "ui/dialogs/tag_form.h"
#include "ui/theme/theme.h"
#include "ui/views/suggestion_card.h"
#include "ui/views/why_popover.h"
#include "ui/widgets/filter_box.h"
#include "ui/widgets/toast.h"

#include <QApplication>
#include <QComboBox>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QImage>
#include <QPainter>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace {

void wait(int ms);

/// --dialog packs[:add].
QImage packsPicture(const QString& argument)
{
    segue::test::FakePacks packs;
    segue::PackReport hurt;
    hurt.info.id = 3;
    hurt.problem = "The pack in /home/me/.local/share/segue/packs/3.pack is damaged. Remove the "
                   "pack and add it again from the file it came from.";
    packs.kept = {segue::test::madePackReport(1, "Last.fm 360K"),
        segue::test::madePackReport(2, "Taste Profile"), hurt};
    packs.answer = segue::test::madePackReport(4, "Radio");
    packs.answer->complaints = {"line 7 has 2 columns, 4 were expected"};
    packs.answer->info.leftOut[0] = 12;
    segue::ui::PacksDialog dialog(packs, nullptr);
    dialog.show();
    dialog.choose("/home/me/Downloads/radio.tsv.gz");
    if (argument != u"add")
        dialog.start();
    wait(100);
    return dialog.grab().toImage();
}

/// --dialog tags[:PAGE] | organise[:PATTERN], over the first --tracks of the table.
QImage dialogPicture(segue::test::Bench& bench, const QString& what)
{
    using namespace segue::ui;
    if (what.startsWith(u"packs"))
        return packsPicture(what.section(u':', 1));
    segue::test::FakeEdits edits(bench.table);
    std::vector<segue::TrackId> tracks;
    for (const segue::TrackRecord& track : bench.table->tracks()) {
        if (tracks.size() < 14)
            tracks.push_back(track.id);
    }
    const QString argument = what.section(u':', 1);
    if (what.startsWith(u"organise")) {
        OrganiseDialog dialog(edits, bench.settings, tracks);
        dialog.show();
        if (!argument.isEmpty())
            dialog.patternBox()->setEditText(argument);
        wait(500);
        return dialog.grab().toImage();
    }
    if (argument == u"one")
        tracks.resize(1);
    if (argument == u"error")
        edits.unwritable = {tracks[2], tracks[3]};
    TagDialog dialog(edits, tracks);
    dialog.show();
    wait(100);
    if (argument == u"preview" || argument == u"touched") {
        dialog.fromNames(u"%album%/%skip%"_s);
        Q_EMIT dialog.form()->changed(u"GENRE"_s, u"Post-Punk; Dub"_s);
        Q_EMIT dialog.form()->changed(u"COMMENT"_s, QString());
    }
    if (argument == u"preview")
        dialog.showPage(TagDialog::Page::preview);
    if (argument == u"more")
        dialog.showPage(TagDialog::Page::more);
    wait(100);
    return dialog.grab().toImage();
}

void wait(int ms)
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < ms)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 10);
}

} // namespace

int main(int argc, char** argv)
{
    for (int i = 1; i + 1 < argc; ++i) {
        if (qstrcmp(argv[i], "--scale") == 0)
            qputenv("QT_SCALE_FACTOR", argv[i + 1]);
    }
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QStandardPaths::setTestModeEnabled(true);
    QApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addPositionalArgument(u"file"_s, u"PNG to write"_s);
    for (const char* name : {"page", "theme", "size", "scale", "text", "tracks", "toast", "card",
             "type", "dialog", "import"})
        parser.addOption({QString::fromLatin1(name), {}, QString::fromLatin1(name)});
    for (const char* name :
        {"empty", "playing", "scanning", "rtl", "cold", "busy", "why", "question"})
        parser.addOption({QString::fromLatin1(name), {}});
    parser.process(app);
    const auto value = [&](const char* name, const QString& fallback) {
        const QString v = parser.value(QString::fromLatin1(name));
        return v.isEmpty() ? fallback : v;
    };
    if (parser.isSet(u"rtl"_s))
        QApplication::setLayoutDirection(Qt::RightToLeft);
    QFont font = app.font();
    font.setPointSizeF(value("text", u"10"_s).toDouble());
    app.setFont(font);
    segue::ui::applyTheme(app, *segue::ui::themeModeFromString(value("theme", u"dark"_s)));

    segue::test::Bench bench(parser.isSet(u"empty"_s) ? 0 : value("tracks", u"220"_s).toInt());
    bench.taste.fill(static_cast<int>(bench.table->size()));
    bench.forYou.ready = !parser.isSet(u"busy"_s);
    if (parser.isSet(u"question"_s))
        bench.forYou.edit().unusual = segue::UnusualSession{
            {1}, 12, u"The 12 plays from 21:05 are very unlike what you listen to."_s};
    if (parser.isSet(u"cold"_s)) {
        bench.forYou.edit().coldStart = true;
        bench.forYou.edit().plays = bench.forYou.edit().ratings = 0;
        bench.forYou.edit().note
            = u"Nothing played yet: these come from your tags alone. Play and rate a few tracks."_s;
    }
    if (const QString what = value("dialog", {}); !what.isEmpty())
        return dialogPicture(bench, what).save(parser.positionalArguments().value(0)) ? 0 : 1;
    QElapsedTimer timer;
    timer.start();
    segue::ui::MainWindow window(bench.services());
    const QStringList size = value("size", u"1280x800"_s).split(u'x');
    window.resize(size.value(0).toInt(), size.value(1).toInt());
    window.show();
    if (parser.isSet(u"playing"_s) && bench.table->size() > 0) {
        std::vector<segue::TrackId> tracks;
        for (int i = 40; i < 60; ++i)
            tracks.push_back((*bench.table)[static_cast<segue::Row>(i)].id);
        segue::ui::Commands commands(*new segue::ui::Services(bench.services()));
        commands.play(segue::ui::picksOf(tracks), 2, segue::StartedBy::user);
        bench.player.seek(83'000);
    }
    if (parser.isSet(u"scanning"_s))
        bench.library.setProgress({true, 2310, 840, u"/music/12"_s});
    for (const QString& page : value("page", u"for_you"_s).split(u','))
        window.showPage(page);
    wait(30);
    qInfo("shown after %lld ms", static_cast<long long>(timer.elapsed()));
    wait(400);
    window.settle();
    if (const QString text = value("type", {}); !text.isEmpty()) { // into the search box
        auto* box = window.findChild<segue::ui::FilterBox*>();
        box->setFocus();
        box->setText(text);
        wait(300);
        box->offer(false);
    }
    if (parser.isSet(u"card"_s)) { // its number on the first shelf
        const auto cards = window.findChildren<segue::ui::SuggestionCard*>();
        auto* card = cards.value(value("card", u"0"_s).toInt());
        card->setFocus(Qt::TabFocusReason);
        if (parser.isSet(u"why"_s))
            Q_EMIT card->whyRequested();
    }
    if (const QString text = value("toast", {}); !text.isEmpty())
        window.toast().showMessage(text, u"Undo"_s);
    wait(300);
    if (const QString step = value("import", {}); !step.isEmpty()) { // the dialog alone
        segue::test::FakeImports imports;
        imports.answer
            = step == u"history" ? segue::test::madeHistoryPlan({}) : segue::test::madePlan();
        segue::ui::ImportDialog dialog(imports, nullptr);
        dialog.show();
        if (step != u"pick")
            dialog.choose("/home/me/strawberry.db");
        if (step == u"done")
            dialog.start();
        wait(200);
        return dialog.grab().save(parser.positionalArguments().value(0)) ? 0 : 1;
    }
    QImage image = window.grab().toImage();
    if (auto* popover = window.findChild<segue::ui::WhyPopover*>()) {
        QPainter painter(&image);
        painter.drawPixmap(window.mapFromGlobal(popover->pos()), popover->grab());
    }
    return image.save(parser.positionalArguments().value(0)) ? 0 : 1;
}
