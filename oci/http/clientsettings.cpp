// SPDX-License-Identifier: MIT
#include "oci/http/clientsettings.h"

#include <QRandomGenerator>

namespace oci {

QByteArray defaultUserAgent()
{
    return QByteArrayLiteral("Gatehouse/" GATEHOUSE_VERSION);
}

QByteArray randomRequestId()
{
    quint32 numbers[4];
    QRandomGenerator::global()->fillRange(numbers);
    return QByteArray(reinterpret_cast<const char *>(numbers), sizeof numbers).toHex().toUpper();
}

double randomFraction()
{
    return QRandomGenerator::global()->generateDouble();
}

} // namespace oci
