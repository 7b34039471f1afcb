#include "core/history/import/pickle.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace segue;
using namespace segue::pickle;

namespace {

template <std::size_t size>
std::string bytes(const char (&text)[size]) // NUL is a byte like others
{
    return {text, size - 1};
}

/// Short text of a value, lists and dictionaries included.
std::string shown(const Document& d, Ref ref, int depth = 0)
{
    const Value& v = d[ref];
    if (depth > 4)
        return "…";
    switch (v.kind) {
    case Kind::none:
        return "None";
    case Kind::boolean:
        return v.integer != 0 ? "True" : "False";
    case Kind::integer:
        return std::to_string(v.integer);
    case Kind::real:
        return std::to_string(v.real).substr(0, 4);
    case Kind::text:
        return "'" + v.text + "'";
    case Kind::bytes:
        return "b'" + v.text + "'";
    case Kind::other:
        return "?";
    default:
        break;
    }
    std::string out = v.kind == Kind::list ? "[" : v.kind == Kind::dict ? "{" : "<";
    for (const Ref item : v.items)
        out += (out.size() > 1 ? " " : "") + shown(d, item, depth + 1);
    return out + (v.kind == Kind::list ? "]" : v.kind == Kind::dict ? "}" : ">");
}

QByteArray text(const std::string& pickled)
{
    const auto document = pickle::read(pickled);
    return QByteArray::fromStdString(
        document ? shown(*document, document->root) : "error: " + document.error().message);
}

} // namespace

class TestPickle : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Each as Python's pickle.dumps writes it.
    void valuesOfAllProtocols()
    {
        // dumps({'a': [1, 2.5, None, True], 'b': -70000}, protocol)
        QCOMPARE(text("(dp0\nVa\np1\n(lp2\nI1\naF2.5\naNaI01\nasVb\np3\nI-70000\ns."),
            QByteArray("{'a' [1 2.50 None True] 'b' -70000}"));
        QCOMPARE(text(bytes("\x80\x02}q\x00(X\x01\x00\x00\x00"
                            "aq\x01]q\x02(K\x01G@\x04\x00\x00\x00\x00\x00\x00N\x88"
                            "eX\x01\x00\x00\x00"
                            "bq\x03J\x90\xee\xfe\xffu.")),
            QByteArray("{'a' [1 2.50 None True] 'b' -70000}"));
        QCOMPARE(text(bytes("\x80\x04\x95\x27\x00\x00\x00\x00\x00\x00\x00}\x94(\x8c\x01"
                            "a\x94]\x94(K\x01G@\x04\x00"
                            "\x00\x00\x00\x00\x00N\x88"
                            "e\x8c\x01"
                            "b\x94J\x90\xee\xfe\xffu.")),
            QByteArray("{'a' [1 2.50 None True] 'b' -70000}"));
    }

    void bytesTextsAndLargeNumbers()
    {
        QCOMPARE(text("S'it\\'s\\x41'\n."), QByteArray("b'it'sA'"));
        QCOMPARE(text("V\\u00e9\n."), QByteArray("'\xc3\xa9'"));
        QCOMPARE(text(bytes("\x80\x02\x8a\x05\x00\x00\x00\x00\x01.")), QByteArray("4294967296"));
        QCOMPARE(text(bytes("\x80\x02\x8a\x01\xff.")), QByteArray("-1"));
        QCOMPARE(text(bytes("\x80\x02\x8a\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f.")),
            QByteArray("9223372036854775807"));
        // dumps(b'\xe9', 2): bytes as a call of _codecs.encode
        QCOMPARE(text(bytes(
                     "\x80\x02"
                     "c_codecs\nencode\nq\x00X\x02\x00\x00\x00\xc3\xa9q\x01X\x06\x00\x00\x00latin1"
                     "q\x02\x86q\x03Rq\x04.")),
            QByteArray("b'\xe9'"));
    }

    void anInstanceIsItsEntriesAndNothingIsCalled()
    {
        // A dict subclass: cls.__new__(cls), then its items; and a call of os.system.
        QCOMPARE(text(bytes("\x80\x02"
                            "cquodlibet.formats.mp3\nMP3File\n)\x81}(X\x01\x00\x00\x00kK\x07ub.")),
            QByteArray("<>")); // state is no entry
        QCOMPARE(text(bytes("\x80\x02"
                            "cquodlibet.formats.mp3\nMP3File\n)\x81(X\x01\x00\x00\x00kK\x07u.")),
            QByteArray("<'k' 7>"));
        QCOMPARE(text("cos\nsystem\n(S'touch /tmp/pwned'\ntR."), QByteArray("<>"));
        QCOMPARE(text("ccopy_reg\n_reconstructor\n(cquodlibet.formats.mp3\nMP3File\nc__builtin__"
                      "\ndict\n(dVk\nI7\n"
                      "stR."),
            QByteArray("<'k' 7>"));
    }

    void ringsAreNoTrouble()
    {
        QCOMPARE(text(bytes("\x80\x02]q\x00h\x00"
                            "a.")),
            QByteArray("[[[[[…]]]]]"));
    }

    void whatIsDamagedIsAnError()
    {
        const std::string whole = bytes("\x80\x02]q\x00(K\x01K\x02"
                                        "e.");
        QVERIFY(pickle::read(whole).ok());
        for (std::size_t size = 0; size < whole.size(); ++size)
            QVERIFY2(!pickle::read(whole.substr(0, size)).ok(), std::to_string(size).c_str());
        QCOMPARE(text("h\x07."),
            QByteArray("error: is no whole pickle: it refers to what was not there before, at "
                       "byte 2"));
        QVERIFY(text(bytes("\x80\x09N.")).contains("newer protocol"));
        QVERIFY(text("\x7f").contains("damaged, or something else"));
        QVERIFY(text("e.").contains("a mark is missing"));
        // A length beyond the end costs no memory.
        QVERIFY(text(bytes("\x80\x04\x8d\xff\xff\xff\xff\xff\xff\xff\x7f"
                           "a."))
                    .contains("ends in the middle"));
    }
};

SEGUE_TEST(TestPickle)
#include "tst_pickle.moc"
