"""Every report is a pure function of one `Result`; only `folder` writes files, and nothing here reaches the network.

safe       makes hostile text safe for the place where it is shown
findings   what went wrong and what to do, in sentences, for every report that shows it
console · junit · step_summary · json_file   the reports
folder     puts them on the disk so that every instant leaves valid files
"""
