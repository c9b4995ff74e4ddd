// SPDX-License-Identifier: MIT
#pragma once

namespace oci {

//! Whom OCI's policies name: each kind of caller has words of its own there (protocol reference,
//! 4.2, 5.1 and 9.8).
enum class Caller {
    Person,       //!< by a group
    DynamicGroup, //!< an instance or a resource
    Workload,     //!< a pod, by its service account
    ApiKey,       //!< a Generative AI API key, by itself
};

} // namespace oci
