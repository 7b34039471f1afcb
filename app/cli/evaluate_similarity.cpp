#include "app/cli/evaluate_similarity.h"

#include "app/app_context.h"
#include "app/cli/evaluation.h"
#include "app/cli/json_writer.h"
#include "app/cli/text_table.h"
#include "core/analysis/service/sound_map.h"
#include "core/db/connection.h"
#include "core/db/store.h"
#include "core/library/library_service.h"
#include "core/recommend/model/evaluate_similarity.h"

#include <map>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

/// The analysed, available tracks of folders that have enough of them.
struct Labelled {
    std::vector<float> vectors;
    std::vector<std::int32_t> labels;
};

std::string folderOf(const TrackTable& tracks, Row row)
{
    const std::string_view path = tracks.text(tracks[row].path);
    return std::string(path.substr(0, path.rfind('/')));
}

Labelled label(const TrackTable& tracks, const analysis::SoundMap& map, std::size_t least)
{
    std::map<std::string, std::vector<std::size_t>> folders;
    for (std::size_t i = 0; i < map.tracks.size(); ++i) {
        if (const auto row = tracks.rowOf(map.tracks[i]); row && tracks[*row].available)
            folders[folderOf(tracks, *row)].push_back(i);
    }
    Labelled out;
    const std::size_t dimension = map.space.dimension();
    std::int32_t next = 0;
    for (const auto& [folder, rows] : folders) {
        if (rows.size() < least)
            continue;
        for (const std::size_t row : rows) {
            const auto from = map.vectors.begin() + static_cast<std::ptrdiff_t>(row * dimension);
            out.vectors.insert(
                out.vectors.end(), from, from + static_cast<std::ptrdiff_t>(dimension));
            out.labels.push_back(next);
        }
        ++next;
    }
    return out;
}

QByteArray asJson(const reco::SimilarityFigures& figures)
{
    JsonWriter json;
    json.beginObject();
    const std::array<std::pair<const char*, reco::SimilarityFigure>, 4> all{{{"p1", figures.p1},
        {"p5", figures.p5}, {"map", figures.map}, {"never_in_top5", figures.neverInTop5}}};
    for (const auto& [name, figure] : all)
        json.member(name, figure.value);
    json.member("n", figures.n).member("labels", figures.labels);
    json.member("chance", figures.chance).key("intervals").beginObject();
    for (const auto& [name, figure] : all) {
        json.key(name).beginArray();
        json.value(figure.low).value(figure.high).endArray();
    }
    json.endObject().endObject();
    return json.take();
}

QByteArray asText(const reco::SimilarityFigures& figures, int columns)
{
    using Align = TextTable::Align;
    TextTable table({{u"Figure"_s}, {u"Value"_s, Align::right}, {u"95 % from"_s, Align::right},
        {u"to"_s, Align::right}});
    const auto add = [&table](const QString& name, const reco::SimilarityFigure& figure) {
        const auto text = [](double value) { return QString::number(value, 'f', 3); };
        table.add({name, text(figure.value), text(figure.low), text(figure.high)});
    };
    add(u"same folder, nearest"_s, figures.p1);
    add(u"same folder, nearest 5"_s, figures.p5);
    add(u"mean average precision"_s, figures.map);
    add(u"never in a top 5"_s, figures.neverInTop5);
    return table.text(columns).toUtf8()
        + u"%1 tracks in %2 folders; by chance the nearest has the same folder in %3\n"_s
              .arg(figures.n)
              .arg(figures.labels)
              .arg(figures.chance, 0, 'f', 3)
              .toUtf8();
}

} // namespace

void evaluateSimilarityOfLibrary(AppContext& context, const IoPtr& io, std::size_t least)
{
    runEvaluation(io, u"evaluate"_s,
        [&store = context.store(), tracks = context.library().tracks(), least,
            format = evaluationFormat(*io)](
            const EvaluationProgress& progress) -> Result<EvaluationText> {
            Labelled labelled;
            std::size_t dimension = 0;
            try {
                const auto map = analysis::loadSoundMap(*store.reader());
                dimension = map->space.dimension();
                labelled = label(*tracks, *map, least);
            } catch (const std::exception& e) {
                return Error{"The database " + store.path().string()
                    + " could not be read: " + e.what() + '.'};
            }
            if (labelled.labels.empty() || labelled.labels.back() == 0) {
                return Error{"Fewer than two folders have " + std::to_string(least)
                    + " analysed tracks. Analyse them first: segue analyse"};
            }
            const reco::SoundIndex index(std::move(labelled.vectors), dimension);
            const auto figures = reco::evaluateSimilarity(index, labelled.labels, progress);
            return EvaluationText{
                format.json ? asJson(figures) : asText(figures, format.columns), {}};
        });
}

} // namespace segue::app
