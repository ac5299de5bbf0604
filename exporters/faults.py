"""What `verify` can find. Codes never change their meaning."""

from msgspec import Struct

FAULTS = {
    "manifest_invalid": "the manifest breaks its frozen schema",
    "manifest_not_canonical": "the manifest's bytes are not the canonical JSON of what it says",
    "version_differs": "the manifest lies under another version than its own",
    "schema_differs": "the schemas are not the frozen ones that this installation validates with",
    "blob_missing": "an object that the manifest names is not in the store",
    "blob_damaged": "an object has another size or sha256 than the manifest says",
    "archive_damaged": "a shard is not a whole archive of ours",
    "index_differs": "an index does not describe the members of its shard",
    "bin_incomplete": "a bin does not have one frames, one text and one episodes shard",
    "shard_differs": "a shard holds other episodes or samples than the manifest says",
    "member_repeated": "two members of a shard have one name",
    "member_missing": "the records speak of a member that the shard does not hold",
    "member_unexpected": "no record speaks of this member",
    "members_unordered": "the members are not in the order of the episodes and steps",
    "record_invalid": "a record breaks its frozen schema",
    "episode_repeated": "a trajectory is in the release twice",
    "record_misplaced": "a trajectory lies under another key, or beside another task, than its own",
    "record_differs": "a record is not the canonical form of what its episode's records say",
    "rule_broken": "a record breaks a consistency rule",
    "frame_differs": "a frame is another picture than its step says",
    "frame_invalid": "a frame is not a picture of the type and size that its step says",
    "split_wrong": "a world is in another split than the manifest's own policy gives it",
    "split_leak": "a world, task or picture is in two splits",
    "counts_differ": "what was counted is not what the manifest says",
    "rationales_differ": "the rationales were written by others than the manifest says",
    "splits_differ": "the splits hold something else than the manifest says",
    "content_digest_differ": "the records are not those that the manifest's digest was made of",
    "episodes_differ": "the episode list does not list the episodes of the shards",
}


class Fault(Struct, frozen=True, kw_only=True):
    """Something that is wrong with a release; `code` is one of FAULTS."""

    code: str
    where: str
    """A shard's or member's name, a record's place, or an object's key."""
    message: str
