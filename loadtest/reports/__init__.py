"""Every report is a pure function of one `Result`; only `folder` writes files, and nothing here reaches the network.

safe       makes hostile text safe for the place where it is shown
findings   what went wrong and what to do, in sentences, for every report that shows it
comparison · phones · timeline   the same for baselines, phone numbers, and the run over time
console · progress · junit · step_summary · html_page · json_file · metrics   the reports
charts     draws the page's plots; over_time the summary's
folder     puts them on the disk so that every instant leaves valid files
"""
