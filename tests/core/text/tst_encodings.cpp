#include "core/text/encodings.h"
#include "core/text/name_match.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace segue;
using namespace std::string_literals;

class TestEncodings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wellFormedUtf8IsTold()
    {
        QVERIFY(isUtf8("abc \xc3\xbc \xe2\x82\xac \xf0\x9f\x8e\xb5"));
        QVERIFY(isUtf8("")); // nothing wrong in it
        QVERIFY(isUtf8("\xef\xbf\xbd")); // U+FFFD itself is a character
        for (const char* wrong :
            {"\xfc", "caf\xe9", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\x80"})
            QVERIFY2(!isUtf8(wrong), wrong);
    }

    void windowsTextsKeepTheirSigns()
    {
        QCOMPARE(fromWindows1252("\x80 \x93q\x94 caf\xe9"),
            "\xe2\x82\xac \xe2\x80\x9cq\xe2\x80\x9d caf\xc3\xa9"s);
        QCOMPARE(fromWindows1252("\x81"), "\xef\xbf\xbd"s);
    }

    void marksAreTakenOffAndUtf16IsRead()
    {
        QCOMPARE(withoutByteOrderMark("\xef\xbb\xbf"
                                      "a"),
            "a"s);
        QCOMPARE(withoutByteOrderMark("\xff\xfe"
                                      "a\0\xfc\0"s),
            "a\xc3\xbc"s);
        QCOMPARE(withoutByteOrderMark("\xfe\xff"
                                      "\xd8\x3c\xdf\xb5"s),
            "\xf0\x9f\x8e\xb5"s);
        QCOMPARE(withoutByteOrderMark("\xff\xfe"
                                      "a\0x"s),
            "a"s); // half a character
        QCOMPARE(withoutByteOrderMark("plain"), "plain"s);
    }

    void whatIsNoCodePointIsReplaced()
    {
        std::string text;
        for (const char32_t code : {U'a', char32_t{0xd800}, char32_t{0x110000}, char32_t{0x1f3b5}})
            appendUtf8(text, code);
        QCOMPARE(text, "a\xef\xbf\xbd\xef\xbf\xbd\xf0\x9f\x8e\xb5"s);
    }

    void namesAreComparedFromTheEnd()
    {
        QCOMPARE(namesInCommon("/a/b/c.mp3", "/x/b/c.mp3"), 2);
        QCOMPARE(namesInCommon("c.mp3", "/x/b/c.mp3"), 1);
        QCOMPARE(namesInCommon("/a/b/c.mp3", "/a/b/d.mp3"), 0);
        QCOMPARE(namesInCommon("/a/b/", "/a/b/"), 0);
        QCOMPARE(lastNameOf("c.mp3"), std::string_view("c.mp3"));
        QCOMPARE(foldedTrackKey("Bj\xc3\xb6rk", "J\xc3\xb3ga"), foldedTrackKey("BJORK", "joga"));
        QVERIFY(foldedTrackKey("a b", "c") != foldedTrackKey("a", "b c"));
    }
};

SEGUE_TEST(TestEncodings)
#include "tst_encodings.moc"
