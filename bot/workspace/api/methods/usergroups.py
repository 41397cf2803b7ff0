"""User groups: usergroups.*"""

from bot.workspace.api.method import Call, method
from bot.workspace.state.records import Json
from bot.workspace.state.refusals import ApiError


@method("usergroups.list", tier=2, scope="usergroups:read", optional="include_users")
def list_(call: Call) -> Json:
    """Every user group."""
    found = call.team.user_groups.values()
    users = bool(call.get("include_users"))
    return {
        "usergroups": [
            {"id": one.id, "handle": one.handle, "name": one.handle, "user_count": len(one.users)}
            | ({"users": list(one.users)} if users else {})
            for one in found
        ]
    }


@method("usergroups.users.list", tier=2, scope="usergroups:read", required="usergroup")
def users(call: Call) -> Json:
    """Who is in one."""
    group = call.team.user_groups.get(call.get("usergroup"))
    if group is None:
        raise ApiError("no_such_subteam")
    return {"users": list(group.users)}
