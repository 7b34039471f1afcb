#include "core/library/track_table_builder.h"
#include "core/recommend/model/terms.h"
#include "tests/support/test_main.h"
#include "tests/ui/support/bench.h"
#include "ui/pages/for_you_page.h"
#include "ui/pages/welcome_page.h"
#include "ui/text/channel_names.h"
#include "ui/theme/theme.h"
#include "ui/views/card_controls.h"
#include "ui/views/card_strip.h"
#include "ui/views/shelf_view.h"
#include "ui/views/suggestion_card.h"
#include "ui/views/why_popover.h"
#include "ui/widgets/contribution_bars.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/icon_button.h"
#include "ui/widgets/star_rating.h"
#include "ui/widgets/toast.h"

#include <QLabel>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::ui;

namespace {

struct OnPage {
    explicit OnPage(test::Bench& bench)
        : window(bench.services())
    {
        window.resize(1280, 800);
        window.show();
        window.activateWindow();
        (void)QTest::qWaitForWindowActive(&window);
        window.showPage(u"for_you"_s);
        page = window.findChild<ForYouPage*>();
    }
    SuggestionCard* card(int shelf, int index)
    {
        return page->shelves()[static_cast<std::size_t>(shelf)]
            ->strip()
            .cards()[static_cast<std::size_t>(index)];
    }
    void point(SuggestionCard* card)
    {
        QEnterEvent event(QPointF(20, 20), QPointF(20, 20), QPointF(20, 20));
        QApplication::sendEvent(card, &event);
    }
    void leave(SuggestionCard* card)
    {
        QEvent event(QEvent::Leave);
        QApplication::sendEvent(card, &event);
    }
    WhyPopover* popover() { return window.findChild<WhyPopover*>(); }

    MainWindow window;
    ForYouPage* page;
};

QueueEntry entry(const TrackTable& table, Row row)
{
    QueueEntry e;
    e.track = table[row].id;
    return e;
}

} // namespace

class TestForYouPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeMode::dark); }

    void aClickOnACoverPlaysNowAndKeepsTheQueueBehindIt()
    {
        test::Bench bench;
        OnPage w(bench);
        bench.player.playNow(
            {entry(*bench.table, 1), entry(*bench.table, 2), entry(*bench.table, 3)}, 0,
            StartedBy::user);
        SuggestionCard* card = w.card(0, 1);
        QTest::mouseClick(card, Qt::LeftButton, {}, card->coverRect().center());
        QCOMPARE(bench.player.log.last(), u"playKeepingQueue"_s);
        QCOMPARE(bench.player.current()->track, card->suggestion().track);
        QCOMPARE(bench.player.current()->suggestion, std::optional(card->suggestion().id));
        QVERIFY(bench.player.lastBy == StartedBy::shelf);
        const auto queue = bench.player.queue();
        QCOMPARE(queue.size(), std::size_t{4}); // the old queue and this one
        QCOMPARE(queue.back().track, (*bench.table)[3].id);
    }

    void withAnEmptyQueueTheShelfGoesOn()
    {
        test::Bench bench;
        OnPage w(bench);
        const auto items = w.page->shelves()[0]->strip().items();
        SuggestionCard* card = w.card(0, 2);
        QTest::mouseClick(card, Qt::LeftButton, {}, card->coverRect().center());
        const auto queue = bench.player.queue();
        QCOMPARE(queue.size(), items.size() - 2);
        QCOMPARE(queue[1].track, items[3].track);
        QCOMPARE(queue[1].suggestion, std::optional(items[3].id));
    }

    void anAlbumCardPlaysTheAlbumAndKeepsTheQueueBehindIt()
    {
        test::Bench bench;
        OnPage w(bench);
        bench.player.playNow({entry(*bench.table, 1), entry(*bench.table, 2)}, 0, StartedBy::user);
        SuggestionCard* card = w.card(3, 11);
        const auto plays = card->suggestion().plays;
        QVERIFY(plays.size() > 3);
        card->click();
        const auto queue = bench.player.queue();
        QCOMPARE(queue.size(), plays.size() + 2);
        for (std::size_t i = 0; i < plays.size(); ++i)
            QCOMPARE(queue[i + 1].track, plays[i]);
        QCOMPARE(queue.back().track, (*bench.table)[2].id);
        QVERIFY(card->accessibleName().contains(QString::number(plays.size()) + u" tracks"_s));
    }

    void aClickOnTheTitleOnlySelects()
    {
        test::Bench bench;
        OnPage w(bench);
        SuggestionCard* card = w.card(0, 0);
        QTest::mouseClick(card, Qt::LeftButton, {}, QPoint(40, card->coverRect().bottom() + 14));
        QVERIFY(bench.player.log.isEmpty());
        QVERIFY(card->hasFocus());
    }

    void whyShowsReasonContributionsAndEvidence()
    {
        test::Bench bench;
        OnPage w(bench);
        SuggestionCard* card = w.card(1, 0);
        card->setFocus();
        QTest::keyClick(card, Qt::Key_W);
        WhyPopover* popover = w.popover();
        QVERIFY(popover && popover->isVisible());
        QCOMPARE(popover->accessibleDescription(), card->suggestion().reason);
        const QString spoken = popover->findChild<ContributionBars*>()->accessibleDescription();
        for (const WhyBar& bar : whyBars(card->suggestion()))
            QVERIFY2(spoken.contains(bar.name), qPrintable(bar.name));
        const QString evidence = QString::fromUtf8([&] {
            const TrackTable& t = *bench.table;
            return std::string(t.text(t[*t.rowOf(card->suggestion().evidence[0])].title));
        }());
        bool shown = false;
        for (ElidedLabel* label : popover->findChildren<ElidedLabel*>())
            shown = shown || label->fullText().startsWith(evidence);
        QVERIFY(shown);
        for (QPushButton* button : popover->findChildren<QPushButton*>())
            QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(bench.forYou.lessOfChannels, QStringList{card->suggestion().reasonChannel});
    }

    void contributionsAddUpAndNothingLargeIsHidden()
    {
        Suggestion s;
        s.reasonChannel = u"markov"_s;
        s.contributions = {
            {u"markov"_s, 2.0}, {u"content"_s, .5}, {u"in_session"_s, -1.3}, {u"count"_s, .0001}};
        const std::vector<WhyBar> bars = whyBars(s);
        QCOMPARE(bars.size(), std::size_t{3});
        QVERIFY(bars[0].speaks);
        QCOMPARE(bars[0].name, channelName(u"markov"_s));
        QCOMPARE(bars[2].value, -1.3);
        QVERIFY(!bars[0].usual);
        QCOMPARE(whyBars(s, {{u"markov"_s, .25}})[0].usual, std::optional(.25));
        QCOMPARE(channelName(u"brand_new_term"_s), u"Brand new term"_s);
        for (std::size_t i = 0; i < reco::termCount; ++i) { // words of its own for each
            const std::string_view term = reco::termName(reco::termAt(i));
            const QString name
                = QString::fromLatin1(term.data(), static_cast<qsizetype>(term.size()));
            QVERIFY2(
                QString(name).replace(u'_', u' ').compare(channelName(name), Qt::CaseInsensitive)
                    != 0,
                qPrintable(name));
        }
    }

    void starsLoveAndNotNowWorkOnTheCardWithThePointer()
    {
        test::Bench bench;
        OnPage w(bench);
        SuggestionCard* card = w.card(0, 0);
        const TrackId track = card->suggestion().track;
        w.point(card);
        auto* controls = card->findChild<CardControls*>();
        QVERIFY(controls && controls->isVisible());
        StarRating* stars = controls->stars();
        QTest::mouseClick(stars, Qt::LeftButton, {},
            QPoint(static_cast<int>(stars->width() * .95), stars->height() / 2));
        QCOMPARE(int(*bench.taste.statsOf(track).rating), 10);
        for (IconButton* button : controls->findChildren<IconButton*>()) {
            if (button->accessibleName() == u"Love" || button->accessibleName() == u"Not now")
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QVERIFY(bench.taste.statsOf(track).loved);
        QVERIFY(bench.taste.statsOf(track).notNowUntil > 0);
        QVERIFY(w.window.toast().message().contains(u"loved"));
        QVERIFY(bench.player.log.isEmpty()); // the cover under the buttons did not play
        w.leave(card);
        QVERIFY(!controls->isVisible());
    }

    void theKeyboardDoesTheSame()
    {
        test::Bench bench;
        OnPage w(bench);
        w.card(0, 0)->setFocus();
        QTest::keyClick(w.window.focusWidget(), Qt::Key_Right);
        QCOMPARE(w.window.focusWidget(), w.card(0, 1));
        QTest::keyClick(w.window.focusWidget(), Qt::Key_Down);
        QCOMPARE(w.window.focusWidget(), w.card(1, 1));
        const TrackId track = w.card(1, 1)->suggestion().track;
        QTest::keyClick(w.window.focusWidget(), Qt::Key_5);
        QCOMPARE(int(*bench.taste.statsOf(track).rating), 10);
        QTest::keyClick(w.window.focusWidget(), Qt::Key_L);
        QVERIFY(bench.taste.statsOf(track).loved);
        QTest::keyClick(w.window.focusWidget(), Qt::Key_Delete);
        QVERIFY(bench.taste.statsOf(track).notNowUntil > 0);
        QTest::keyClick(w.window.focusWidget(), Qt::Key_Return);
        QCOMPARE(bench.player.current()->track, track);
    }

    void aChangedShelfMovesButNotUnderThePointer()
    {
        test::Bench bench;
        OnPage w(bench);
        SuggestionCard* held = w.card(0, 2);
        const TrackId track = held->suggestion().track;
        const QPoint place = held->mapTo(&w.window, QPoint());
        w.point(held);
        auto& items = bench.forYou.edit().shelves[0].items;
        std::erase_if(
            items, [&](const Suggestion& s) { return s.track == track; }); // it was rated away
        std::reverse(items.begin(), items.end());
        bench.forYou.announce({u"right_now"_s});
        QTest::qWait(400); // the movement
        QCOMPARE(w.card(0, 2), held);
        QCOMPARE(held->mapTo(&w.window, QPoint()), place);
        QCOMPARE(w.card(0, 0)->suggestion().track, items[0].track);
        w.leave(held);
        QTRY_COMPARE(w.card(0, 2)->suggestion().track, items[2].track);
        QCOMPARE(w.page->shelves()[0]->strip().cards().size(), items.size());
    }

    void visibleCardsAreReportedOnce()
    {
        test::Bench bench;
        OnPage w(bench);
        QTRY_VERIFY(!bench.forYou.shown.empty());
        const std::size_t first = bench.forYou.shown.size();
        QVERIFY(first < 48); // cards below and beside the window were not seen
        std::set<SuggestionId> unique(bench.forYou.shown.begin(), bench.forYou.shown.end());
        QCOMPARE(unique.size(), first);
        w.page->shelves()[0]->strip().scrollPage(1);
        QTRY_VERIFY(bench.forYou.shown.size() > first);
        unique = {bench.forYou.shown.begin(), bench.forYou.shown.end()};
        QCOMPARE(unique.size(), bench.forYou.shown.size());
    }

    void refreshBackAndHideReachTheService()
    {
        test::Bench bench;
        OnPage w(bench);
        const auto press = [&](const QString& name) {
            for (IconButton* button : w.page->findChildren<IconButton*>()) {
                if (button->accessibleName() == name && button->isVisible()) {
                    QTest::mouseClick(button, Qt::LeftButton);
                    return;
                }
            }
            QFAIL(qPrintable(name));
        };
        press(u"New suggestions"_s);
        QCOMPARE(bench.forYou.refreshes, 1);
        press(u"The page before this one"_s);
        QCOMPARE(bench.forYou.refreshes, 0);
        press(u"Hide “Rediscover” from the page"_s);
        QCOMPARE(w.page->shelves().size(), std::size_t{3});
        press(u"Save “For right now” as a playlist"_s);
        const PlaylistPtr saved = bench.playlists.book().state().back();
        QCOMPARE(saved->name, std::string("For right now"));
        QCOMPARE(saved->entries->size(), std::size_t{12});
        QTest::keyClick(&w.window, Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(bench.playlists.book().state().empty());
        press(u"Play all of “For right now”"_s);
        QCOMPARE(bench.player.queue().size(), std::size_t{12});
        QVERIFY(bench.player.queue().front().suggestion);
    }

    void firstStartBusyAndEmptyPagesExplainThemselves()
    {
        test::Bench bench(0);
        OnPage w(bench);
        QVERIFY(w.page->findChild<WelcomePage*>()->isVisible());
        QVERIFY(bench.library.addRoot("/music").ok());
        bench.library.setProgress({true, 10, 0, u"/music"_s});
        QVERIFY(!w.page->findChild<WelcomePage*>()->isVisible());
        auto* state = w.page->findChild<EmptyState*>();
        QVERIFY(state->isVisible());
        const auto says = [&](const QString& text) {
            for (QLabel* label : state->findChildren<QLabel*>()) {
                if (label->text().contains(text))
                    return true;
            }
            return false;
        };
        QVERIFY(says(u"Getting to know"_s));
        bench.library.finish({});
        QVERIFY(says(u"No music found"_s));
        bench.library.setTable(test::makeTable(30));
        QVERIFY(says(u"Nothing to suggest"_s));
        TrackTableBuilder builder; // every folder is away
        for (int id = 1; id <= 5; ++id) {
            TrackInput in;
            in.id = {id};
            in.title = "Away";
            in.path = "/away/a.flac";
            in.available = false;
            builder.add(in);
        }
        bench.library.setTable(builder.build());
        QVERIFY(says(u"Your music is not there"_s) && says(u"5 tracks"_s));
    }
};

SEGUE_TEST(TestForYouPage)
#include "tst_for_you_page.moc"
