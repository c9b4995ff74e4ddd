// SPDX-License-Identifier: MIT
#pragma once

#include "oci/demo/demomodel.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QDateTime>
#include <QList>

#include <boost/json/array.hpp>

namespace oci::demo {

//! A compartment of the demo's customer.
struct DemoCompartment {
    QByteArray id;
    QByteArray parent; //!< empty: the tenancy
    QByteArray name;
};

//! A dedicated AI cluster that the demo pretends to have.
struct DemoCluster {
    QByteArray name;
    QByteArray region;
    QByteArray compartment;
    QByteArray type = "HOSTING";
    QByteArray state = "ACTIVE";
    QByteArray unitShape;
    int unitCount = 1;

    [[nodiscard]] QByteArray id() const;
};

//! A fine-tuned or imported model of the customer.
struct DemoOwnModel {
    QByteArray name;
    QByteArray region;
    QByteArray compartment;
    QByteArray base; //!< display name of the model that it answers like
    bool imported = false;

    [[nodiscard]] QByteArray id() const;
};

//! An endpoint on a cluster.
struct DemoEndpoint {
    QByteArray name; //!< may be empty, as at the service
    QByteArray key;  //!< what its OCID ends with
    QByteArray compartment;
    QByteArray cluster; //!< by name
    QByteArray model;   //!< display name of a base model or of an own one
    QByteArray state = "ACTIVE";
    int createdDays = -60;

    [[nodiscard]] QByteArray region() const;
    [[nodiscard]] QByteArray id() const;
    //! The base model that it answers like.
    [[nodiscard]] const DemoModel &baseModel() const;
};

[[nodiscard]] const QList<DemoCompartment> &demoCompartments();
[[nodiscard]] const QList<DemoCluster> &demoClusters();
[[nodiscard]] const QList<DemoOwnModel> &demoOwnModels();
[[nodiscard]] const QList<DemoEndpoint> &demoEndpoints();
//! Null: unknown in that region.
[[nodiscard]] const DemoEndpoint *findEndpoint(QByteArrayView ocid, QByteArrayView region);

} // namespace oci::demo
