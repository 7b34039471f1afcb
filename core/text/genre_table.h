#pragma once

#include <array>
#include <string_view>

namespace segue {

/// A genre as shown, the next wider one, and other ways in which it is tagged, separated by '|'.
/// Spellings that differ in case, blanks, hyphens, "&" and "and" need not be listed: genreKey().
/// Wider is what a listener would call the family, not where it came from historically; two or
/// three steps lead to the top. The wider ones stand before the narrower.
struct GenreEntry {
    std::string_view name, wider, aliases;
};

inline constexpr auto genreTable = std::to_array<
    GenreEntry>({{"Rock", "",
                     "rock music|rock en espanol|rockmusik|rok|rock opera|instrumental rock"},
    {"Classic Rock", "Rock", "oldies rock|album rock|aor"},
    {"Hard Rock", "Rock", "heavy rock|slow rock"},
    {"Alternative", "Rock", "alternative rock|alt rock|alternrock|alternativ|alternative music"},
    {"Indie Rock", "Alternative", "indie|independent|college rock"},
    {"Grunge", "Alternative", "post grunge"},
    {"Shoegaze", "Alternative", "shoegazing|dream pop|dreampop|noise pop"},
    {"Britpop", "Alternative", "brit pop|madchester"}, {"Post-Rock", "Alternative", "math rock"},
    {"Punk", "Rock", "punk rock|ska punk|anarcho punk|oi"}, {"Pop Punk", "Punk", "punk pop"},
    {"Hardcore Punk", "Punk", "hardcore|post hardcore|melodic hardcore|crust"},
    {"Emo", "Punk", "screamo|midwest emo"},
    {"Post-Punk", "Punk", "new wave|no wave|coldwave|cold wave"},
    {"Gothic Rock", "Rock", "gothic|goth|goth rock|darkwave|dark wave|deathrock"},
    {"Psychedelic Rock", "Rock",
        "psychedelic|psychedelia|psychadelic|acid rock|space rock|stoner|"
        "stoner rock|krautrock|psych"},
    {"Progressive Rock", "Rock", "prog|prog rock|progressive|art rock|symphonic rock|jazz rock"},
    {"Folk Rock", "Rock", "roots rock"}, {"Blues Rock", "Rock", ""}, {"Southern Rock", "Rock", ""},
    {"Rock & Roll", "Rock", "rock n roll|rockabilly|psychobilly|surf|surf rock|garage rock"},
    {"Soft Rock", "Rock", "yacht rock|pop rock|adult contemporary"}, {"Glam Rock", "Rock", "glam"},

    {"Metal", "Rock", "heavy metal|metal music|alternative metal|nu metal|numetal|rap metal"},
    {"Death Metal", "Metal", "melodic death metal|melodeath|deathcore|grindcore|brutal death"},
    {"Black Metal", "Metal", "viking metal|pagan metal|blackgaze"},
    {"Thrash Metal", "Metal", "thrash|speed metal|crossover thrash"},
    {"Power Metal", "Metal", "symphonic metal|gothic metal"},
    {"Doom Metal", "Metal", "doom|sludge|sludge metal|drone metal|stoner metal"},
    {"Progressive Metal", "Metal", "prog metal|djent|technical metal|post metal"},
    {"Metalcore", "Metal", "hardcore metal"}, {"Folk Metal", "Metal", ""},
    {"Industrial Metal", "Metal", "neue deutsche haerte|neue deutsche harte"},
    {"Hair Metal", "Metal", "glam metal|pop metal"},

    {"Pop", "",
        "pop music|popmusik|top 40|chart|charts|teen pop|boy band|variete|musica leggera|"
        "indie pop|chamber pop|pop other"},
    {"Synth-Pop", "Pop",
        "synthpop|electropop|electro pop|elektropop|techno pop|italo disco|"
        "neue deutsche welle|ndw|euro pop|europop"},
    {"Dance-Pop", "Pop", "pop dance"}, {"Ballad", "Pop", "power ballad|slow jam|love songs"},
    {"K-Pop", "Pop", "korean pop"},
    {"J-Pop", "Pop", "jpop|japanese pop|j rock|jrock|anime|visual kei|city pop"},
    {"C-Pop", "Pop", "cantopop|mandopop"}, {"Schlager", "Pop", "volksmusik|volkstumlich|dansband"},
    {"Chanson", "Pop", "chanson francaise|variete francaise|french pop"},
    {"Singer-Songwriter", "Folk", "liedermacher|cantautor|cantautori|songwriter"},
    {"Easy Listening", "Pop", "lounge|muzak|mood music|light music"},
    {"Vocal", "Pop", "vocal pop|crooner|traditional pop|a cappella|acapella|a capella|barbershop"},
    {"Oldies", "Pop", "doo wop|doowop|girl group|merseybeat|beat music"},

    {"Electronic", "",
        "electronica|electro|elektronisch|elektronische musik|electronique|"
        "elektronika|electronic music|synth|computer music|"
        "elettronica|electronico|synthesizer"},
    {"Dance", "Electronic",
        "dance music|edm|club|eurodance|euro dance|euro techno|"
        "electronic dance music|hands up|euro house|club house|hi nrg|rave"},
    {"House", "Dance",
        "deep house|tech house|acid house|progressive house|electro house|"
        "french house|chicago house|future house|garage house"},
    {"Techno", "Dance",
        "detroit techno|minimal|minimal techno|acid techno|hard techno|schranz|acid"},
    {"Trance", "Dance",
        "progressive trance|goa|goa trance|psytrance|psychedelic trance|"
        "uplifting trance|vocal trance|hard trance"},
    {"Drum & Bass", "Dance",
        "dnb|drum n bass|drumnbass|jungle|liquid funk|neurofunk|liquid dnb|"
        "breakcore"},
    {"Dubstep", "Dance", "brostep|riddim|bass music|uk bass"},
    {"UK Garage", "Dance", "garage uk|2 step|two step|speed garage|future garage"},
    {"Hardstyle", "Dance", "gabber|hardcore techno|happy hardcore|hard dance|terror"},
    {"Breakbeat", "Dance", "big beat|breaks|nu skool breaks|electro breaks"},
    {"Ambient", "Electronic", "dark ambient|ambient techno|drone|space|space music|soundscape"},
    {"Downtempo", "Electronic",
        "chillout|chill out|chill|trip hop|triphop|nu jazz lounge|chillwave|"
        "downbeat|chillhop|lo fi|lofi|lo fi beats"},
    {"IDM", "Electronic", "intelligent dance music|glitch|braindance|experimental electronic"},
    {"Industrial", "Electronic",
        "ebm|electronic body music|aggrotech|electro industrial|"
        "power electronics|futurepop"},
    {"Synthwave", "Electronic", "retrowave|outrun|vaporwave|dreamwave"},
    {"Chiptune", "Electronic", "chip music|8 bit|8bit|tracker|demoscene|mod music|bitpop"},

    {"Hip Hop", "",
        "hip hop rap|rap|rap hip hop|rap n hip hop|hip hop music|rap music|"
        "deutschrap|alternative rap|conscious hip hop|christian rap|east coast|"
        "west coast|freestyle rap|boom bap|underground rap"},
    {"Gangsta Rap", "Hip Hop", "gangsta|g funk|hardcore rap|horrorcore"},
    {"Trap", "Hip Hop", "drill|dirty south|crunk|cloud rap|phonk|southern rap"},
    {"Grime", "Hip Hop", "uk hip hop|uk rap"},
    {"Turntablism", "Hip Hop", "instrumental hip hop|beats|scratch"},

    {"R&B", "",
        "rnb|r n b soul|rhythm n blues|rhythmic soul|contemporary r n b|new jack swing|"
        "urban|black music"},
    {"Soul", "R&B", "neo soul|northern soul|southern soul|motown|philly soul|blue eyed soul"},
    {"Funk", "R&B", "p funk|funky|afrobeat|fusion funk"}, {"Disco", "R&B", "nu disco|boogie"},
    {"Gospel", "R&B", "christian gospel|spiritual|spirituals|negro spirituals"},

    {"Jazz", "",
        "jazz music|jazz instrument|traditional jazz|jazz vocal|vocal jazz|gypsy jazz|"
        "latin jazz|dixieland|new orleans|ragtime|jazz contemporary"},
    {"Swing", "Jazz", "big band|electro swing"},
    {"Bebop", "Jazz", "bop|hard bop|post bop|bebob|cool jazz|modal jazz"},
    {"Free Jazz", "Jazz", "avant garde jazz|free improvisation"},
    {"Fusion", "Jazz", "jazz fusion|jazz funk|jazz n funk"},
    {"Acid Jazz", "Jazz", "nu jazz|nujazz|jazzdance|future jazz"},
    {"Smooth Jazz", "Jazz", "contemporary jazz"}, {"Bossa Nova", "Latin", "bossa"},

    {"Blues", "",
        "blues music|delta blues|chicago blues|electric blues|acoustic blues|"
        "country blues|modern blues|piano blues|boogie woogie|jump blues"},

    {"Country", "",
        "country music|country n western|outlaw country|classic country|honky tonk|"
        "nashville|western|western swing|contemporary country"},
    {"Americana", "Country", "alt country|alternative country|roots|no depression"},
    {"Bluegrass", "Country", "newgrass|old time"},

    {"Folk", "",
        "folk music|traditional|traditional folk|contemporary folk|indie folk|national folk|"
        "folklore|freak folk|acoustic|akustik|british folk|neofolk|neo folk|trad|folklorica"},
    {"Celtic", "Folk", "irish|irish folk|scottish|celtic folk|celtic music|irish traditional"},
    {"Sea Shanty", "Folk", "shanty|shanties"}, {"Klezmer", "Folk", "jewish"},
    {"Polka", "Folk", "oompah"},

    {"World", "",
        "world music|ethnic|weltmusik|musique du monde|international|worldbeat|global|"
        "tribal|mundo"},
    {"African", "World", "afro pop|afropop|afrobeats|highlife|juju|soukous|mbalax|desert blues"},
    {"Arabic", "World", "rai|arab|middle eastern|arabesque"},
    {"Indian", "World", "bollywood|hindustani|carnatic|raga|bhangra|filmi|indian classical"},
    {"Balkan", "World", "balkan brass|turbo folk|gypsy|gypsy music|romani"},
    {"Flamenco", "World", "nuevo flamenco"}, {"Fado", "World", ""},

    {"Latin", "",
        "latin music|latino|latina|musica latina|latin pop|salsa|merengue|bachata|cumbia|"
        "mariachi|ranchera|norteno|tejano|mambo|cha cha|latin rock|rumba|bolero|cuban|"
        "regional mexicano"},
    {"Reggaeton", "Latin", "reggaeton latino|latin urban|dembow"},
    {"Brazilian", "Latin", "mpb|samba|forro|sertanejo|pagode|tropicalia|axe|brazil"},
    {"Tango", "Latin", "tango nuevo"},

    {"Reggae", "", "roots reggae|reggae music|lovers rock|rocksteady|reggae pop|calypso|soca"},
    {"Dub", "Reggae", "dub reggae|dub techno"},
    {"Dancehall", "Reggae", "ragga|raggamuffin|raggajungle"},
    {"Ska", "Reggae", "two tone|2 tone|third wave ska"},

    {"Classical", "",
        "classical music|klassik|klassische musik|musique classique|classique|classica|"
        "musica clasica|clasica|klassiek|klassisk|klassikko|art music|"
        "kunstmusik|impressionist|orchestral|orchestra|symphony|sonata|concerto|"
        "symphonic|piano music|solo piano|klassische"},
    {"Baroque", "Classical", "barock|barocco|baroque music"},
    {"Romantic", "Classical", "romantic era|romantic period|romantik|late romantic"},
    {"Opera", "Classical", "oper|operetta|operette|aria|zarzuela"},
    {"Chamber Music", "Classical", "chamber|kammermusik|string quartet|quartet"},
    {"Choral", "Classical",
        "choir|chorus|chor|gregorian|gregorian chant|sacred|requiem|"
        "oratorio|cantata|chant|motet"},
    {"Early Music", "Classical", "medieval|mittelalter|renaissance|alte musik"},
    {"Contemporary Classical", "Classical",
        "modern classical|neoclassical|neo classical|"
        "neoklassik|minimalism|20th century|"
        "20th century classical|neue musik"},

    {"Soundtrack", "",
        "ost|score|film score|film music|filmmusik|movie soundtrack|soundtracks|"
        "original soundtrack|bande originale|colonna sonora|banda sonora|trailer|"
        "stage n screen|tv soundtrack|cinematic|movie|film"},
    {"Game Music", "Soundtrack",
        "video game|video game music|game|games|vgm|game soundtrack|"
        "videogame|videogame music|videogame soundtrack|game ost"},
    {"Musical", "Soundtrack", "musicals|show tunes|showtunes|broadway|cabaret|music hall|kabarett"},

    {"New Age", "",
        "newage|meditation|meditative|relaxation|healing|wellness|yoga|nature|"
        "nature sounds|entspannung"},
    {"Experimental", "",
        "avantgarde|noise|musique concrete|sound art|field recording|"
        "field recordings|improvisation|electroacoustic|plunderphonics"},
    {"Christian", "",
        "christian music|ccm|contemporary christian|worship|praise|praise n worship|"
        "religious|inspirational|christian rock|lobpreis"},
    {"Children's", "",
        "children|childrens music|kids|kinder|kinderlieder|kindermusik|nursery|"
        "nursery rhymes|musique pour enfants|lullaby|lullabies"},
    {"Comedy", "", "humor|humour|parody|novelty|satire|stand up|funny"},
    {"Holiday", "",
        "christmas|xmas|christmas music|weihnachten|weihnachtsmusik|weihnachtslieder|"
        "noel|navidad|natale|holidays"},
    {"Marching Band", "",
        "military|march|marches|brass band|blasmusik|fanfare|national anthem|"
        "anthem|anthems"}});

} // namespace segue
