// SPDX-License-Identifier: MIT
//
// Feeds a fuzz target its seeds and mutations of them, where libFuzzer is not at hand. The
// random numbers start the same each time, so a failure repeats.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

namespace {

using Bytes = std::vector<uint8_t>;

std::vector<Bytes> readSeeds(const char *folder)
{
    std::vector<Bytes> seeds;
    for (const auto &entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream file(entry.path(), std::ios::binary);
        seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return seeds;
}

void mutate(Bytes &bytes, const std::vector<Bytes> &seeds, std::mt19937 &random)
{
    const auto below = [&random](std::size_t n) { return n == 0 ? 0 : random() % n; };
    switch (random() % 5) {
    case 0: // another byte
        if (!bytes.empty())
            bytes[below(bytes.size())] = uint8_t(random());
        break;
    case 1: // one more
        bytes.insert(bytes.begin() + std::ptrdiff_t(below(bytes.size() + 1)), uint8_t(random()));
        break;
    case 2: // a piece less
        if (!bytes.empty()) {
            const auto from = below(bytes.size());
            const auto count = 1 + below(std::min<std::size_t>(16, bytes.size() - from));
            bytes.erase(bytes.begin() + std::ptrdiff_t(from),
                        bytes.begin() + std::ptrdiff_t(from + count));
        }
        break;
    case 3: // a piece of another seed
        if (const Bytes &other = seeds[below(seeds.size())]; !other.empty()) {
            const auto from = below(other.size());
            const auto count = below(other.size() - from) + 1;
            bytes.insert(bytes.begin() + std::ptrdiff_t(below(bytes.size() + 1)),
                         other.begin() + std::ptrdiff_t(from),
                         other.begin() + std::ptrdiff_t(from + count));
        }
        break;
    case 4: // cut off
        bytes.resize(below(bytes.size() + 1));
        break;
    }
}

} // namespace

int main(int argc, char **argv)
{
    const std::vector<Bytes> seeds = argc > 1 ? readSeeds(argv[1]) : std::vector<Bytes>();
    if (seeds.empty()) {
        std::fputs("usage: fuzz_… FOLDER_WITH_SEEDS\n", stderr);
        return 2;
    }
    for (const Bytes &seed : seeds)
        LLVMFuzzerTestOneInput(seed.data(), seed.size());

    constexpr int rounds = 20000;
    std::mt19937 random(1);
    for (int i = 0; i < rounds; ++i) {
        Bytes bytes = seeds[random() % seeds.size()];
        for (auto n = 1 + random() % 4; n > 0; --n)
            mutate(bytes, seeds, random);
        LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    }
    std::printf("%zu seeds, %d mutations\n", seeds.size(), rounds);
    return 0;
}
