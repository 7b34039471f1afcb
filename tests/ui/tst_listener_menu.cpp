#include "core/listeners/listeners.h"
#include "tests/support/test_main.h"
#include "tests/ui/support/opened.h"
#include "ui/views/listener_menu.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::ui;

namespace {

class FakeListeners : public Listeners {
public:
    std::vector<ListenerProfile> profiles{{{1}, u"Me"_s, 0, 12}};
    ListenerId asked;

    const std::vector<ListenerProfile>& all() const override { return profiles; }
    ListenerId current() const override { return {1}; }
    Result<ListenerId> add(const QString& name) override
    {
        profiles.push_back({{2}, name, 0, 0});
        Q_EMIT changed();
        return ListenerId{2};
    }
    Result<void> rename(ListenerId, const QString& name) override
    {
        profiles[0].name = name;
        Q_EMIT changed();
        return {};
    }
    Result<void> switchTo(ListenerId listener) override
    {
        asked = listener;
        return {};
    }
};

} // namespace

class TestListenerMenu : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theChipIsThereOnceThereAreTwo()
    {
        test::Bench bench;
        FakeListeners listeners;
        Services services = bench.services();
        services.listeners = &listeners;
        MainWindow window(services);
        window.show();
        auto* chip = window.findChild<QPushButton*>(u"listener"_s);
        QVERIFY(chip && !chip->isVisible());
        QVERIFY(listeners.add(u"Ada & Bo"_s));
        QVERIFY(chip->isVisible());
        QCOMPARE(chip->text(), u"Me"_s);
        QVERIFY(listeners.rename({1}, u"Cy"_s));
        QCOMPARE(chip->text(), u"Cy"_s);
    }

    void aClickOnANameSwitches()
    {
        FakeListeners listeners;
        QVERIFY(listeners.add(u"Ada & Bo"_s));
        ListenerMenu menu(listeners);
        Q_EMIT menu.aboutToShow();
        const auto actions = menu.actions();
        QCOMPARE(actions[0]->text(), u"Me"_s);
        QVERIFY(actions[0]->isChecked() && !actions[1]->isChecked());
        QCOMPARE(actions[1]->text(), u"Ada && Bo"_s); // no mnemonic
        actions[1]->trigger();
        QCOMPARE(listeners.asked, ListenerId{2});
    }
};

SEGUE_TEST(TestListenerMenu)
#include "tst_listener_menu.moc"
