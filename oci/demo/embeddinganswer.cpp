// SPDX-License-Identifier: MIT
#include "oci/demo/embeddinganswer.h"

#include <QStringList>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace Qt::StringLiterals;
using boost::json::array;

namespace oci::demo {

namespace {

constexpr qsizetype mostWords = 2000;

QStringList wordsOf(const QString &text)
{
    if (text.startsWith("data:"_L1))
        return {text};
    QStringList words;
    QString word;
    for (const QChar c : text.toLower()) {
        if (c.isLetterOrNumber()) {
            word += c;
        } else if (!word.isEmpty()) {
            words += std::exchange(word, {});
            if (words.size() == mostWords)
                return words;
        }
    }
    if (!word.isEmpty())
        words += word;
    return words.isEmpty() ? QStringList{text} : words;
}

//! Numbers that look random and are the same each time (splitmix64).
class Sequence
{
public:
    explicit Sequence(const QString &seed)
    {
        for (const char c : seed.toUtf8()) // FNV-1a: qHash() differs from run to run
            m_state = (m_state ^ quint64(uchar(c))) * 0x100000001b3ULL;
    }

    //! From -1 to 1.
    double next()
    {
        quint64 z = (m_state += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        z ^= z >> 31;
        return double(z >> 11) / double(1ULL << 52) - 1;
    }

private:
    quint64 m_state = 0xcbf29ce484222325ULL;
};

double rounded(double number)
{
    return std::round(number * 1e6) / 1e6;
}

//! Eight signs in a byte, the first in its highest bit.
array packedSigns(const QList<double> &vector, int offset)
{
    array bytes;
    for (qsizetype i = 0; i < vector.size(); i += 8) {
        int byte = 0;
        for (qsizetype k = i; k < i + 8; ++k)
            byte = byte * 2 + (k < vector.size() && vector[k] > 0 ? 1 : 0);
        bytes.push_back(byte - offset);
    }
    return bytes;
}

} // namespace

QList<double> vectorOf(const QString &text, qsizetype dimensions)
{
    QList<double> vector(dimensions, 0.0);
    const QStringList words = wordsOf(text);
    for (const QString &word : words) {
        Sequence sequence(word);
        for (double &number : vector)
            number += sequence.next();
    }
    const double length =
            std::sqrt(std::inner_product(vector.begin(), vector.end(), vector.begin(), 0.0));
    for (double &number : vector)
        number = length > 0 ? number / length : 0;
    return vector;
}

double cosine(const QList<double> &a, const QList<double> &b)
{
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

array encodedVector(const QList<double> &vector, const QString &type)
{
    if (type == "binary"_L1)
        return packedSigns(vector, 128);
    if (type == "ubinary"_L1)
        return packedSigns(vector, 0);
    array numbers;
    numbers.reserve(std::size_t(vector.size()));
    for (const double number : vector) {
        const auto byte = int(std::lround(std::clamp(number, -1.0, 1.0) * 127));
        if (type == "int8"_L1)
            numbers.push_back(byte);
        else if (type == "uint8"_L1)
            numbers.push_back(byte + 128);
        else
            numbers.push_back(rounded(number));
    }
    return numbers;
}

} // namespace oci::demo
