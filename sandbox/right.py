"""Rights of administrators and permissions of members, by Telegram's names."""

ADMINISTRATOR = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
"""Always told of an administrator."""
IN_GROUPS = ("can_pin_messages", "can_manage_topics", "can_manage_tags")
IN_CHANNELS = ("can_post_messages", "can_edit_messages", "can_manage_direct_messages")
ALL_RIGHTS = (*ADMINISTRATOR, *IN_GROUPS, *IN_CHANNELS)

PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)

USUAL_RIGHTS = {
    right: right not in ("can_promote_members", "can_manage_topics", "can_manage_direct_messages")
    for right in ALL_RIGHTS
}
"""What somebody who taps "make administrator" grants without changing a switch."""
USUAL_PERMISSIONS = {
    permission: permission not in ("can_change_info", "can_pin_messages", "can_manage_topics")
    for permission in PERMISSIONS
}
