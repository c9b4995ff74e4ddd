// SPDX-License-Identifier: MIT
#include "tests/ui/shots/scenes.h"

namespace shots {

QString richAnswer()
{
    return QStringLiteral(
            R"(A **compartment** is a logical container for resources; a *policy* says who may do what in it. Together they decide whether a call to `generative-ai-family` is allowed.

## How a request is judged

1. The request is signed and the principal is found.
2. Every policy in the compartment *and its parents* is read.
   - A statement applies if its group, verb and resource fit.
   - Conditions such as `where request.region = 'ord'` narrow it.
3. If no statement allows it, the answer is **404**, not 403.

> A missing permission and a missing resource look the same on purpose: the service does not tell strangers what exists.
>
> The `opc-request-id` is what support asks for.

### The statement you need

```hcl
allow group ai-users to use generative-ai-family
  in compartment sandbox
```

| Verb | What it allows | Enough to chat? |
| :--- | :--- | :---: |
| inspect | list models | no |
| read | list models and read endpoints | no |
| use | call chat, embeddings, rerank | **yes** |
| manage | create and delete dedicated clusters | yes |

```python
from dataclasses import dataclass

@dataclass
class Statement:
    """One line of a policy."""
    group: str
    verb: str = "use"

    def allows(self, needed: str) -> bool:
        order = ["inspect", "read", "use", "manage"]  # each includes the ones before it
        return order.index(self.verb) >= order.index(needed)
```

Before you ask an administrator:

- [x] Check the region: is the model offered there?
- [x] Check the compartment OCID
- [ ] Ask for the policy above

More in the [policy reference](https://docs.oracle.com/iaas/Content/Identity/Reference/policyreference.htm).)");
}

} // namespace shots
