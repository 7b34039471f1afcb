#pragma once

#include <vector>

struct AVFrame;

namespace segue::audio {

/// Appends the frame's samples to `out`, interleaved, as float32 (integers divided by their full
/// scale, exactly as libswresample does). False for sample formats that hold no linear samples.
bool appendAsFloat(const AVFrame& frame, std::vector<float>& out);

} // namespace segue::audio
