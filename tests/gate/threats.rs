//! The attacks and faults that records must withstand, each with the tests that try it or the reason why none does.
//!
//! `tests/golden/threats.md` is written from this list; here is checked that every number of every family stands in it
//! once and that every test it names exists.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Families and how many rows each has.
const FAMILIES: &[(&str, usize, &str)] = &[
    ("ID", 21, "Identity and access"),
    ("NU", 20, "Numbering"),
    ("SI", 19, "Signatures"),
    ("HR", 16, "History"),
    ("MI", 19, "Malformed input"),
    ("PT", 40, "Paths and trees"),
    ("RX", 12, "Exhaustion"),
    ("CC", 20, "Crashes and races"),
    ("CI", 13, "Pull requests and CI"),
];

/// `number | what is tried | tests (file::name, files below tests/ or src/) or a dash and the reason`.
const ROWS: &str = "
ID-01 | another's name or address with one's own key | gate/signatures::a_commit_signed_by_its_author_is_taken_and_others_are_not
ID-02 | an unsigned commit among signed ones | gate/signatures::one_unsigned_commit_in_a_series_refuses_the_whole_push gate/signatures::merges_are_signed_too
ID-03 | a key that nobody registered | gate/signatures::a_key_that_nobody_registered_is_refused
ID-04 | an expired key and a commit dated back | gate/signatures::an_expired_key_does_not_count_however_old_the_commit_says_it_is
ID-05 | somebody writes what is another post's | gate/roles::books_are_finances gate/roles::registers_are_kept_by_those_whose_post_it_is regulation/role/judge::every_post_may_do_with_every_kind_what_the_table_says_and_nothing_else gate/roles::a_post_is_given_by_another
ID-06 | one person signs for two | regulation/constraint/general/same_person_twice::the_office_is_not_the_front_desk regulation/constraint/general/key_shared::a_key_is_not_shared
ID-07 | a key or post used in the push that brings it | gate/signatures::a_key_registered_in_the_same_push_does_not_count_yet gate/roles::a_post_given_in_the_same_push_does_not_count_yet
ID-08 | roster or policy rolled back | gate/history::an_older_state_pushed_again_is_refused
ID-09 | the first state replaced on the first clone | — the founding push has no roster before it; whoever sets up the server compares the founding commit and the receipts' key by hand (README), and an existing branch is never replaced (HR-01, HR-08)
ID-10 | a version counter jumps | — there is no counter: policy values and keys are dated entries of lists that only grow (ID-08)
ID-11 | a signature of another namespace | gate/signatures::only_signatures_of_the_one_kind_over_the_very_commit_count sign/interop::what_is_signed_for_another_purpose_is_refused_on_both_sides
ID-12 | weak and other algorithms | gate/signatures::keys_of_other_kinds_are_refused_and_p256_is_taken sign/interop::rsa_and_long_curves_are_refused sign/interop::a_hardware_key_counts_if_it_was_touched
ID-13 | escape from the forced command | server/asking::a_forced_command_cannot_be_escaped_by_what_is_asked
ID-14 | variables over ssh and http | server/asking::variables_a_client_sends_over_ssh_reach_nobody
ID-15 | another repository by a path | server/asking::no_other_repository_can_be_reached
ID-16 | who asks, from a client's header | server/asking::headers_a_client_sends_over_the_web_reach_nobody server/asking::only_the_web_server_says_who_asks
ID-17 | reading without git | server/asking::no_bare_file_is_served_and_nothing_that_no_ref_names
ID-18 | one key for several people | regulation/constraint/general/key_shared::a_key_is_not_shared
ID-19 | hooks passed by on the client | gate/refusals::what_is_no_json_is_refused gate/signatures::a_commit_signed_by_its_author_is_taken_and_others_are_not
ID-20 | a push certificate used twice | server/receipts::the_certificate_of_a_signed_push_lies_beside_its_entry server/signed_pushes::a_certificate_vouches_for_its_own_moves_at_its_own_time_and_nothing_else
ID-21 | a robot writes records | gate/roles::a_ticket_is_opened_and_written_by_technicians_alone
NU-01 | a gap | gate/refusals::a_gap_is_refused
NU-02 | one number under two names | gate/refusals::a_number_written_twice_is_refused
NU-03 | two writers, one number, one branch | gate/refs::drafts_are_judged_again_where_they_arrive_and_one_number_lands_once
NU-04 | two writers, one number, two branches | gate/refs::drafts_are_judged_again_where_they_arrive_and_one_number_lands_once
NU-05 | a number outside the book, or of no open book | gate/refusals::a_number_outside_the_book_is_refused regulation/constraint/ticket/book_not_open::a_book_nobody_issued_has_no_tickets
NU-06 | a book used before it is issued | regulation/constraint/ticket/book_not_open::a_ticket_is_not_opened_before_its_book_is_issued
NU-07 | books that overlap | regulation/constraint/book/range_not_next_in_series::ranges_do_not_overlap
NU-08 | the range of a used book edited | regulation/constraint/book/issued_range_changed::a_range_is_not_stretched
NU-09 | a spoilt ticket left out | regulation/constraint/ticket/gap_in_sequence::no_number_is_skipped
NU-10 | a void number used again | regulation/constraint/ticket/void_edited::its_reason_stays regulation/constraint/general/state_reversed::void_is_final
NU-11 | taken away and put back, renamed | gate/history::a_record_taken_away_and_put_back_or_renamed_is_refused
NU-12 | other spellings of a number | record/id::a_number_has_one_spelling
NU-13 | numbers at the limits of integers | record/id::a_number_has_one_spelling json/properties::what_is_accepted_means_the_same_to_serde_json
NU-14 | twins by case or form | gate/trees::names_that_other_systems_take_for_the_same_or_for_devices_are_refused gate/trees::what_git_takes_and_records_may_not_be_is_refused_in_every_folder
NU-15 | one book copied to two laptops | gate/refs::drafts_are_judged_again_where_they_arrive_and_one_number_lands_once
NU-16 | a number taken twice after an unknown push | store/draft::a_branch_that_moved_meanwhile_is_left_alone
NU-17 | the last number of a book | regulation/constraint/ticket/number_outside_book::the_number_after_it_does_not desk/tests::numbers_are_taken_in_order_from_ones_own_open_book
NU-18 | another's book | regulation/constraint/ticket/not_holders_book::nobody_else_opens_a_ticket
NU-19 | merges that bring numbers | gate/history::a_merge_that_writes_something_of_its_own_is_refused gate/pushes::history_that_comes_from_nowhere_is_refused
NU-20 | ten thousand numbers in one push | gate/refs::a_push_beyond_what_the_server_takes_is_refused_unjudged
SI-01 | any byte changed after signing | sign/tamper::any_change_of_the_content_changes_the_digest sign/tamper::no_changed_character_of_the_armour_verifies
SI-02 | another layout of the same values | json/print::only_the_one_layout_is_canonical gate/refusals::another_layout_is_refused
SI-03 | a name twice | json/corpus::what_is_malformed_is_refused_with_its_defect_and_place
SI-04 | a signature moved elsewhere | sign/tamper::a_section_moved_to_another_place_has_another_digest regulation/constraint/general/signature_stale::a_signature_cannot_be_moved_to_another_section gate/signatures::only_signatures_of_the_one_kind_over_the_very_commit_count
SI-05 | an earlier signed state again | gate/history::an_older_state_pushed_again_is_refused regulation/constraint/general/signed_section_changed::a_signature_is_not_taken_back
SI-06 | an older scheme of signing | sign/tamper::signatures_for_another_purpose_or_with_another_hash_are_refused
SI-07 | a member left out of what is signed | sign/tamper::any_change_of_the_content_changes_the_digest
SI-08 | changed between two signatures | regulation/constraint/general/signature_stale::an_edit_makes_the_signature_stale regulation/constraint/general/signed_section_changed::signed_words_stay_as_they_are
SI-09 | a correction that edits the original | gate/refusals::a_signed_section_that_was_changed_is_refused
SI-10 | two corrections of one record | regulation/constraint/service/supersedes_wrong_form::a_form_is_corrected_once
SI-11 | corrections in a circle or of what is to come | regulation/constraint/service/supersedes_wrong_form::a_form_does_not_correct_itself_or_a_later_one
SI-12 | an attachment exchanged | regulation/constraint/general/attachment_mismatch::a_scan_is_not_exchanged
SI-13 | headers twice, or that others read otherwise | gate/signatures::only_signatures_of_the_one_kind_over_the_very_commit_count gate/trees::commits_that_show_different_readers_different_things_are_refused
SI-14 | collisions of SHA-1 | — what is signed is bound by SHA-256 in the record; git's own SHA-1 detects known collisions
SI-15 | armours cut short, lengthened, doubled | gate/signatures::only_signatures_of_the_one_kind_over_the_very_commit_count sign/tamper::bytes_behind_the_signature_are_refused
SI-16 | armours beyond measure or with other line ends | gate/signatures::only_signatures_of_the_one_kind_over_the_very_commit_count sign/tamper::there_is_one_armour_and_nothing_beside_it
SI-17 | another verifier by configuration | gate/signatures::no_program_that_a_configuration_names_is_asked
SI-18 | shown otherwise than signed | json/corpus::what_is_malformed_is_refused_with_its_defect_and_place gate/trees::commits_that_show_different_readers_different_things_are_refused
SI-19 | signed before it was written | regulation/constraint/general/signature_before_content::nobody_signs_before_the_work_is_done
HR-01 | a forced push | gate/pushes::history_is_never_rewritten
HR-02 | deletion with any old name | gate/refs::a_deletion_is_refused_whatever_the_old_name_says gate/pushes::a_branch_or_tag_is_never_deleted
HR-03 | refs outside the list | gate/refs::only_plainly_named_branches_and_tags_come_in server/receipts::nobody_pushes_to_the_log
HR-04 | a tag moved | gate/pushes::a_tag_stays_where_it_is
HR-05 | a merge that writes something of its own | gate/history::a_merge_that_writes_something_of_its_own_is_refused
HR-06 | changed and restored in one push | gate/history::a_record_changed_and_restored_within_one_push_is_refused
HR-07 | a merge that drops a side | gate/history::a_merge_that_drops_a_sides_record_is_refused
HR-08 | history from nowhere | gate/pushes::history_that_comes_from_nowhere_is_refused
HR-09 | shallow pushes | gate/refs::a_shallow_clone_pushes_nothing_that_cannot_be_judged
HR-10 | parents twice, or too many | gate/trees::commits_that_show_different_readers_different_things_are_refused store/commit_form::only_the_plain_form_of_a_commit_is_accepted
HR-11 | rewritten on the server's disk | server/audits::an_entry_removed_moved_doubled_or_cut_off_on_the_servers_disk_is_found server/audits::history_rewritten_on_the_servers_disk_is_found_there_and_on_a_clone guard/audit/chain::every_entry_removed_doubled_moved_or_exchanged_is_found guard/audit/chain::every_changed_byte_of_an_entry_or_its_signature_is_found
HR-12 | two histories shown to two people | server/audits::two_histories_shown_to_two_people_do_not_have_the_same_notes server/audits::history_rewritten_on_the_servers_disk_is_found_there_and_on_a_clone
HR-13 | an old state shown | guard/audit/chain::an_end_cut_off_is_found_by_what_was_noted server/audits::a_clone_fetches_the_log_audits_it_and_tells_when_a_commit_was_received
HR-14 | housekeeping while pushes come | gate/pushes::a_server_with_a_colon_in_its_path_sees_old_and_new_objects
HR-15 | hooks that stop housekeeping | server/faults::housekeeping_is_not_stopped_by_the_hooks
HR-16 | erasure that the law demands | — contact details are records of their own, so that they can be sealed apart; the procedure is the company's
MI-01 | what is no JSON | json/corpus::what_is_malformed_is_refused_with_its_defect_and_place gate/refusals::what_is_no_json_is_refused
MI-02 | what is JSON | json/corpus::what_is_well_formed_is_read_as_any_reader_reads_it
MI-03 | what readers disagree about | json/properties::what_is_accepted_means_the_same_to_serde_json
MI-04 | what readers change silently | json/properties::what_is_canonical_is_printed_back
MI-05 | a name twice, at any depth | json/corpus::every_defect_has_a_case
MI-06 | nesting | json/corpus::nesting_ends_at_its_bound_and_the_stack_never_does
MI-07 | numbers beyond measure | json/corpus::every_defect_has_a_case
MI-08 | text that is none | json/corpus::every_defect_has_a_case json/properties::no_bytes_make_the_reader_panic
MI-09 | dialects | json/corpus::what_is_malformed_is_refused_with_its_defect_and_place
MI-10 | empty files, line ends | json/corpus::what_is_malformed_is_refused_with_its_defect_and_place
MI-11 | members nobody knows | schema_lint/main::an_open_object_is_found_even_where_none_may_stand_instead
MI-12 | mistakes in schemas | schema_lint/main::a_misspelt_keyword_is_found schema_lint/main::an_unanchored_pattern_is_found
MI-13 | references to elsewhere | schema_lint/main::a_reference_to_nothing_is_found
MI-14 | patterns that take for ever | schema_lint/main::a_pattern_that_needs_look_around_is_found
MI-15 | other versions of a schema | gate/refusals::an_unknown_schema_is_refused
MI-16 | a schema changed in the push of its records | gate/history::schemas_and_files_that_deceive_are_refused_over_a_push
MI-17 | schemas that unfold | — schemas are compiled into the program; pushed ones judge nothing (MI-16)
MI-18 | lengths of texts | schema_lint/main::an_unbounded_string_list_or_number_is_found
MI-19 | any bytes at all | json/properties::no_bytes_make_the_reader_panic
PT-01 | a link out of the repository | gate/trees::what_git_takes_and_records_may_not_be_is_refused_in_every_folder
PT-02 | a link to git's configuration | gate/trees::what_git_takes_and_records_may_not_be_is_refused_in_every_folder
PT-03 | a submodule | gate/trees::what_git_takes_and_records_may_not_be_is_refused_in_every_folder
PT-04 | a file that may be run | gate/trees::what_git_takes_and_records_may_not_be_is_refused_in_every_folder
PT-05 | mode 100664 | gate/trees::what_git_takes_and_records_may_not_be_is_refused_in_every_folder
PT-06 | mode 100666 | gate/trees::what_git_takes_and_records_may_not_be_is_refused_in_every_folder
PT-07 | mode 104755 | gate/trees::what_git_takes_and_records_may_not_be_is_refused_in_every_folder
PT-08 | a backslash in a name | gate/trees::what_git_takes_and_records_may_not_be_is_refused_in_every_folder
PT-09 | two forms of one letter | gate/trees::what_git_takes_and_records_may_not_be_is_refused_in_every_folder
PT-10 | two cases of one name | gate/trees::names_that_other_systems_take_for_the_same_or_for_devices_are_refused
PT-11 | a name that is no text | gate/trees::what_git_takes_and_records_may_not_be_is_refused_in_every_folder
PT-12 | a line end in a name | gate/trees::what_git_takes_and_records_may_not_be_is_refused_in_every_folder
PT-13 | a terminal's escape in a name | gate/trees::what_git_takes_and_records_may_not_be_is_refused_in_every_folder
PT-14 | a direction mark in a name | gate/trees::what_git_takes_and_records_may_not_be_is_refused_in_every_folder
PT-15 | full-width digits | gate/trees::what_git_takes_and_records_may_not_be_is_refused_in_every_folder
PT-16 | names of devices and streams | gate/trees::what_git_takes_and_records_may_not_be_is_refused_in_every_folder gate/trees::names_that_other_systems_take_for_the_same_or_for_devices_are_refused
PT-17 | a link called .gitattributes | gate/trees::what_git_takes_and_records_may_not_be_is_refused_in_every_folder
PT-18 | attributes that hide or change | gate/trees::what_git_takes_and_records_may_not_be_is_refused_in_every_folder gate/history::schemas_and_files_that_deceive_are_refused_over_a_push
PT-19 | a name like an option | gate/trees::what_git_takes_and_records_may_not_be_is_refused_in_every_folder
PT-20 | a dot or space at the end | gate/trees::what_git_takes_and_records_may_not_be_is_refused_in_every_folder
PT-21 | two committers | gate/trees::commits_that_show_different_readers_different_things_are_refused
PT-22 | the year 2099 | gate/trees::commits_that_show_different_readers_different_things_are_refused
PT-23 | the second 0 | gate/trees::commits_that_show_different_readers_different_things_are_refused
PT-24 | the last second there is | gate/trees::commits_that_show_different_readers_different_things_are_refused
PT-25 | a zone that does not exist | gate/trees::commits_that_show_different_readers_different_things_are_refused
PT-26 | a header nobody knows | gate/trees::commits_that_show_different_readers_different_things_are_refused
PT-27 | two signatures | gate/trees::commits_that_show_different_readers_different_things_are_refused
PT-28 | another encoding | gate/trees::commits_that_show_different_readers_different_things_are_refused
PT-29 | one parent twice | gate/trees::commits_that_show_different_readers_different_things_are_refused
PT-30 | an escape in a person's name | gate/trees::commits_that_show_different_readers_different_things_are_refused
PT-31 | an empty address | gate/trees::commits_that_show_different_readers_different_things_are_refused
PT-32 | what git's own checks would refuse, without them | gate/trees::what_gits_own_checks_would_refuse_is_refused_without_them
PT-33 | a link put in between look and read | store/worktree::links_are_never_followed
PT-34 | index and working tree differ | gate/refusals::the_staged_text_is_judged_and_not_the_one_in_the_editor
PT-35 | filters that change bytes | gate/history::schemas_and_files_that_deceive_are_refused_over_a_push
PT-36 | file systems that merge names | gate/trees::names_that_other_systems_take_for_the_same_or_for_devices_are_refused
PT-37 | paths too long | gate/trees::what_gits_own_checks_would_refuse_is_refused_without_them
PT-38 | a submodule's path with a carriage return | gate/trees::what_git_takes_and_records_may_not_be_is_refused_in_every_folder
PT-39 | a repository within the tree | gate/history::only_known_files_are_taken_where_the_policy_says_so gate/trees::names_that_other_systems_take_for_the_same_or_for_devices_are_refused
PT-40 | escapes in what is printed | gate/history::refusals_show_no_control_characters_and_are_bounded gate/objects::names_no_record_can_have_are_refused_and_shown_without_harm
RX-01 | a file of hundreds of megabytes | gate/refusals::a_file_that_would_fill_the_memory_is_refused_unread
RX-02 | a tree that unfolds | gate/trees::a_tree_that_unfolds_beyond_measure_is_refused_at_once
RX-03 | a deep tree | gate/objects::names_that_only_look_like_keys_are_refused
RX-04 | too many commits | gate/refs::a_push_beyond_what_the_server_takes_is_refused_unjudged store/limits::beyond_a_limit_there_is_no_verdict
RX-05 | broken packs | server/faults::a_broken_pack_moves_nothing_and_leaves_nothing
RX-06 | many refs in one push | gate/refs::a_push_beyond_what_the_server_takes_is_refused_unjudged
RX-07 | a client that holds the lock | server/faults::a_client_that_has_the_turn_and_stands_still_is_ended_once_others_wait
RX-08 | many connections | server/races::eight_clones_push_at_once_while_clients_and_servers_are_killed
RX-09 | refused pushes that fill the disk | server/setup::the_janitor_takes_away_what_the_dead_left_and_nothing_else
RX-10 | a hook without memory, files or time | store/limits::beyond_a_limit_there_is_no_verdict
RX-11 | a hook that is missing or breaks | gate/failures::a_hook_without_its_program_refuses server/setup::without_its_hook_a_server_takes_nothing
RX-12 | refusals that flood a log | gate/history::refusals_show_no_control_characters_and_are_bounded
CC-01 | killed while receiving | store/leftover::what_the_dead_left_is_taken_away_and_git_works_again server/kills::a_push_killed_at_a_system_call_leaves_old_or_new
CC-02 | killed while committing | store/draft::a_failure_after_the_branch_moved_takes_it_back server/kills::a_new_record_killed_at_a_system_call_leaves_old_or_new
CC-03 | no space, no rights | store/draft::a_locked_index_or_an_unwritable_folder_leaves_everything_as_it_was server/kills::a_push_onto_a_full_or_broken_disk_leaves_old_or_new server/kills::a_new_record_on_a_full_or_broken_disk_leaves_old_or_new
CC-04 | short writes | — Rust's and git's own loops around every write
CC-05 | power loss | — core.fsync=all on the server; needs a machine of its own to be tried
CC-06 | a full disk | — needs a file system of its own to be tried
CC-07 | locks of the dead | store/leftover::what_the_dead_left_is_taken_away_and_git_works_again store/leftover::what_somebody_holds_open_or_works_with_is_left_alone server/kills::locks_of_the_dead_stop_nobody
CC-08 | killed during housekeeping | server/setup::the_janitor_takes_away_what_the_dead_left_and_nothing_else
CC-09 | parts of the hook killed | gate/failures::a_refusal_nobody_listens_to_is_a_refusal server/faults::a_git_whose_master_was_killed_is_ended_by_the_next_writer server/races::eight_clones_push_at_once_while_clients_and_servers_are_killed
CC-10 | two write in one clone | store/draft::a_branch_that_moved_meanwhile_is_left_alone
CC-11 | many push to one branch | server/races::nobody_starves_when_all_push_at_once server/races::eight_clones_push_at_once_while_clients_and_servers_are_killed server/receipts::pushes_at_once_to_many_branches_leave_one_line_of_entries
CC-12 | a push races with a book being closed | gate/refs::drafts_are_judged_again_where_they_arrive_and_one_number_lands_once
CC-13 | a policy change races with a push | gate/signatures::a_key_registered_in_the_same_push_does_not_count_yet
CC-14 | half a push of several refs | gate/refs::a_push_beyond_what_the_server_takes_is_refused_unjudged
CC-15 | post-receive fails or runs twice | server/receipts::a_hook_that_runs_twice_writes_one_entry server/receipts::an_entry_lost_in_a_crash_is_made_up_by_the_next_push_and_by_the_janitor
CC-16 | bit rot | server/faults::one_rotten_bit_in_any_object_lets_no_check_pass
CC-17 | a restored backup | gate/pushes::history_is_never_rewritten server/audits::history_rewritten_on_the_servers_disk_is_found_there_and_on_a_clone
CC-18 | passed the hook, lost the race | store/draft::a_branch_that_moved_meanwhile_is_left_alone
CC-19 | a copied laptop | gate/refs::drafts_are_judged_again_where_they_arrive_and_one_number_lands_once
CC-20 | cut off after the branch moved | store/draft::a_branch_that_moved_meanwhile_is_left_alone server/races::eight_clones_push_at_once_while_clients_and_servers_are_killed
CI-01 | workflows that run a pull request's code with rights | cli/pipeline::zizmor_finds_nothing_in_the_workflows_of_a_new_repository_and_in_our_own cli/pipeline::on_github_a_hostile_request_fails_and_is_only_shown
CI-02 | texts of others in commands | gate/refs::only_plainly_named_branches_and_tags_come_in cli/review::payloads_in_records_branches_and_messages_are_only_shown guard/formats/tests::every_line_for_github_is_one_command_with_escaped_values cli/pipeline::on_github_a_hostile_request_fails_and_is_only_shown cli/pipeline::on_gitea_the_same_and_no_record_speaks_to_the_runner cli/pipeline::on_gitlab_and_gitee_the_same
CI-03 | approving one's own | gate/approvals::an_authors_own_approval_never_counts gate/approvals::who_holds_no_post_that_approves_does_not_count gate/approvals::an_approval_that_another_signed_or_that_was_altered_does_not_come_in gate/approvals::a_key_that_counts_no_longer_approves_nothing cli/pipeline::a_request_wants_the_approvals_that_the_policy_of_its_base_wants
CI-04 | owners of paths shadowed | cli/pipeline::doctor_sees_that_owners_or_pipeline_are_stale_and_writes_them_anew
CI-05 | an approved change elsewhere | sign/tamper::a_section_moved_to_another_place_has_another_digest gate/approvals::an_approval_counts_for_no_other_base_head_or_tree
CI-06 | merged otherwise than reviewed | gate/history::a_merge_that_writes_something_of_its_own_is_refused cli/review::what_a_merge_itself_changes_is_told_apart_from_what_it_brings
CI-07 | protection switched off for a while | — weibao check --all --history audits what came in meanwhile
CI-08 | a check of another's with the same name | — the forge's setting; the README says where a bad record could land
CI-09 | secrets in pull requests of strangers | cli/pipeline::on_github_a_hostile_request_fails_and_is_only_shown
CI-10 | forges that sign again | gate/signatures::a_commit_signed_by_its_author_is_taken_and_others_are_not
CI-11 | commits from a web editor | gate/signatures::a_commit_signed_by_its_author_is_taken_and_others_are_not
CI-12 | checks that run code of the pull request | cli/pipeline::on_github_a_hostile_request_fails_and_is_only_shown cli/pipeline::on_gitlab_and_gitee_the_same
CI-13 | files that reviewers are not shown | gate/history::schemas_and_files_that_deceive_are_refused_over_a_push cli/review::attributes_and_renames_hide_nothing cli/review::characters_that_cannot_be_seen_are_named
";

struct Row {
    id: &'static str,
    what: &'static str,
    answer: &'static str,
}

fn rows() -> Vec<Row> {
    let lines = ROWS.lines().filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let mut parts = line.splitn(3, " | ");
            let mut next = || parts.next().unwrap_or_else(|| panic!("{line}"));
            Row { id: next(), what: next(), answer: next() }
        })
        .collect()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn file_of(path: &str) -> PathBuf {
    let candidates = ["tests", "src"].map(|folder| root().join(folder).join(format!("{path}.rs")));
    candidates.iter().find(|file| file.is_file()).unwrap_or_else(|| panic!("no file {path}")).clone()
}

#[test]
fn every_threat_has_a_test_that_exists_or_a_reason() {
    let mut sources: BTreeMap<&str, String> = BTreeMap::new();
    let mut wrong = Vec::new();
    for row in rows() {
        if row.answer.strip_prefix("— ").is_some_and(|reason| reason.len() > 20) {
            continue;
        }
        for test in row.answer.split(' ') {
            let Some((path, name)) = test.split_once("::") else {
                wrong.push(format!("{}: {test}", row.id));
                continue;
            };
            let text = sources.entry(path).or_insert_with(|| std::fs::read_to_string(file_of(path)).unwrap());
            let at = text.find(&format!("fn {name}("));
            let above = at.map_or("", |at| text[..at].rsplit("\n\n").next().unwrap_or_default());
            if !above.contains("#[test]") {
                wrong.push(format!("{}: {test} is no test", row.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_number_of_every_family_stands_once() {
    let wanted: Vec<String> =
        FAMILIES.iter().flat_map(|(family, count, _)| (1..=*count).map(move |n| format!("{family}-{n:02}"))).collect();
    let listed: Vec<_> = rows().iter().map(|row| row.id.to_owned()).collect();
    assert_eq!(listed, wanted);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the one who runs the tests asks for new copies")]
fn the_committed_list_of_threats_says_what_is_tried() {
    let mut text =
        "# What is tried against the gate\n\nGenerated from tests/gate/threats.rs; do not edit.\n".to_owned();
    for (family, _, title) in FAMILIES {
        let _ = writeln!(text, "\n## {title}\n\n| | what is tried | test, or why there is none |\n|---|---|---|");
        for row in rows().iter().filter(|row| row.id.starts_with(family)) {
            let answer = row.answer.strip_prefix("— ").map_or_else(
                || row.answer.split(' ').map(|test| format!("`{test}`")).collect::<Vec<_>>().join(" "),
                |reason| format!("*none: {reason}*"),
            );
            let _ = writeln!(text, "| {} | {} | {answer} |", row.id, row.what);
        }
    }
    let path = root().join(Path::new("tests/golden/threats.md"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == text, "threats.md is out of date: run this test once with UPDATE_GOLDEN=1 and commit it");
}
