#pragma once

#include "app/cli/command_line.h"

namespace CLI {
class App;
class Validator;
} // namespace CLI

namespace segue::app {

/// Each adds one command to the parser; when it is given, it fills in `command`.
void addScan(CLI::App& program, Command& command);
void addTracks(CLI::App& program, Command& command);
void addAnalyse(CLI::App& program, Command& command);
void addFeatures(CLI::App& program, Command& command);
void addSimilar(CLI::App& program, Command& command);
void addForYou(CLI::App& program, Command& command);
void addPlay(CLI::App& program, Command& command);
void addControls(CLI::App& program, Command& command); ///< pause, next, previous
void addRatings(CLI::App& program, Command& command); ///< rate, love, never
void addHistory(CLI::App& program, Command& command);
void addPlaylists(CLI::App& program, Command& command); ///< playlists, playlist
void addImport(CLI::App& program, Command& command);
void addDoctor(CLI::App& program, Command& command);
void addEvaluate(CLI::App& program, Command& command);
void addMerges(CLI::App& program, Command& command);
void addListeners(CLI::App& program, Command& command);
void addPacks(CLI::App& program, Command& command);
void addHealth(CLI::App& program, Command& command);
void addEdit(CLI::App& program, Command& command);
void addOrganise(CLI::App& program, Command& command);
void addUndo(CLI::App& program, Command& command);
void addReplayGain(CLI::App& program, Command& command);

/// Adds the options that every command has.
void addCommonOptions(CLI::App& app, Command& command);

/// For counts: CLI11 takes "-1" for a very large number otherwise.
CLI::Validator notNegative();

} // namespace segue::app
