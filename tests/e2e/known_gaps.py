"""What the program cannot do yet, test by test, with the reason. Such a test still runs; its failure counts as skipped, not as passed,
and the day it passes for good its line here goes."""

LITE = "smooth-lite does not read this phrasing or page yet"
TOOL = "smooth-lite calls the tool and then does not hand on its answer"
SAMPLE = "smooth-lite does not do the task of this sample yet"

GAPS = {
    ("test_agent.py", "test_search_and_return_records[Go to {shop}, search for 'lamp', and return the name and price of the first three results]"): LITE,
    ("test_agent.py", 'test_search_and_return_records[Search {shop} for lamp and give me name and price of the first 3 results]'): LITE,
    ("test_agent.py", 'test_search_and_return_records[On {shop} please search for "lamp". Then tell me the names and prices of the top three products.]'): LITE,
    ("test_agent.py", 'test_search_and_answer_in_words'): LITE,
    ("test_agent.py", 'test_add_the_cheapest_to_the_cart[Find the cheapest blue mug and add it to my cart.]'): LITE,
    ("test_agent.py", 'test_count[How many chairs are there in the category Chairs?-<lambda>]'): LITE,
    ("test_agent.py", "test_count[Search for 'clock' and tell me how many products were found-<lambda>]"): LITE,
    ("test_agent.py", 'test_filter_and_sort'): LITE,
    ("test_agent.py", 'test_change_a_quantity'): LITE,
    ("test_agent.py", 'test_check_out'): LITE,
    ("test_agent.py", 'test_headlines_behind_a_banner[What are the top 3 articles? Give me their titles.]'): LITE,
    ("test_agent.py", 'test_who_wrote_it'): LITE,
    ("test_agent.py", 'test_reject_cookies'): LITE,
    ("test_agent.py", 'test_search_the_news'): LITE,
    ("test_agent.py", 'test_write_a_comment'): LITE,
    ("test_agent.py", 'test_log_in_and_tell_the_balance[Log in (user name: demo, password: secret), then return the balance of the account]'): LITE,
    ("test_agent.py", 'test_fill_a_form_and_send_it'): LITE,
    ("test_agent.py", 'test_a_dialog'): LITE,
    ("test_agent.py", 'test_a_tab'): LITE,
    ("test_agent.py", 'test_settings'): LITE,
    ("test_agent.py", 'test_sign_out'): LITE,
    ("test_custom_tools.py", 'test_a_tool_of_the_sdk'): TOOL,
    ("test_custom_tools.py", 'test_a_tool_of_the_sdk_that_runs_a_task_of_its_own'): TOOL,
    ("test_custom_tools.py", 'test_a_tool_of_the_sdk_that_uses_the_browser'): TOOL,
    ("test_custom_tools.py", 'test_the_answer_reaches_the_agent'): TOOL,
    ("test_custom_tools.py", 'test_while_a_tool_works_another_task_may_run'): TOOL,
    ("test_custom_tools.py", 'test_while_a_tool_works_other_actions_get_through'): TOOL,
    ("test_samples.py", 'test_simple_task_in_four_lines'): SAMPLE,
    ("test_samples.py", 'test_waiting_for_the_result'): SAMPLE,
    ("test_samples.py", 'test_submit_task[submit_sync.py]'): SAMPLE,
    ("test_samples.py", 'test_submit_task[submit_async.py]'): SAMPLE,
    ("test_samples.py", 'test_submit_with_curl_and_poll_with_javascript'): SAMPLE,
    ("test_samples.py", 'test_custom_tools_with_curl'): SAMPLE,
    ("test_samples.py", 'test_structured_output_with_curl'): SAMPLE,
    ("test_sdk.py", 'test_a_secret_is_typed_and_never_told'): LITE,
    ("test_sdk.py", 'test_metadata_and_a_session_that_goes_on_between_tasks'): LITE,
}


def reason_for(file_name, test_name):
    """Why this test is known to fail, or None."""
    return GAPS.get((file_name, test_name))
