// SPDX-License-Identifier: MIT
#include "ui/connections/profilefields.h"

#include <QComboBox>
#include <QCoreApplication>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::ProfileFields)
};

} // namespace

void offerRegions(QComboBox &box, const QStringList &regions, const QString &current)
{
    box.setEditable(true);
    box.setInsertPolicy(QComboBox::NoInsert);
    box.addItems(regions);
    box.setCurrentText(current);
}

QString profileTaken(const QString &profile)
{
    return Words::tr("%1 signs in in another way and stays as it is. Choose another name.")
            .arg(profile);
}

QString profileUnfit()
{
    return Words::tr("A name begins with a letter, a digit or _, and has none of "
                     "/ \\ [ ] : * ? \" < > |");
}

} // namespace ui
