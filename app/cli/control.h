#pragma once

#include "app/cli/io.h"

namespace segue {
class Player;
}

namespace segue::app {

class AppContext;

/// Does `action` with the player of this process and says what plays then; fails when there is
/// nothing in its queue.
void control(AppContext& context, const IoPtr& io, void (Player::*action)());

} // namespace segue::app
